from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FootprintsConfig(AppConfig):
    """Frozen studies, runs and reports."""

    name = "qiantan.registry.footprints"
    verbose_name = _("碳足迹")
    default_auto_field = "django.db.models.BigAutoField"
