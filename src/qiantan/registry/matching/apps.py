from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Bills of materials and the factors their lines are matched with."""

    name = "qiantan.registry.matching"
    verbose_name = _("物料匹配")
    default_auto_field = "django.db.models.BigAutoField"
