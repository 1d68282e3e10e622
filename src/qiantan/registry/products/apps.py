from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProductsConfig(AppConfig):
    """Products, their activity data, evidence and imports."""

    name = "qiantan.registry.products"
    verbose_name = _("产品")
    default_auto_field = "django.db.models.BigAutoField"
