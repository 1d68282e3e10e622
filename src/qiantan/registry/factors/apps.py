from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactorsConfig(AppConfig):
    """The published factors, mirrored from the rulebook for search and reading."""

    name = "qiantan.registry.factors"
    verbose_name = _("因子")
    default_auto_field = "django.db.models.BigAutoField"
