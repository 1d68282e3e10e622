from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TypicalConfig(AppConfig):
    """Plant values given in confidence, and the local typical values made of them."""

    name = "qiantan.registry.typical"
    verbose_name = _("本地典型值")
    default_auto_field = "django.db.models.BigAutoField"
