from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GapsConfig(AppConfig):
    """What the library misses most, and what a release would move before it is published."""

    name = "qiantan.registry.gaps"
    verbose_name = _("因子缺口")
    default_auto_field = "django.db.models.BigAutoField"
