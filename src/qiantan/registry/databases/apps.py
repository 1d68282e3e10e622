from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DatabasesConfig(AppConfig):
    """Linked unit-process databases that were brought in, and their processes."""

    name = "qiantan.registry.databases"
    verbose_name = _("数据库")
    default_auto_field = "django.db.models.BigAutoField"
