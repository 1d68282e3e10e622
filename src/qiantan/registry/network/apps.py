from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """All frozen studies of the province as one system."""

    name = "qiantan.registry.network"
    verbose_name = _("省级网络")
    default_auto_field = "django.db.models.BigAutoField"
