from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and organisations."""

    name = "qiantan.registry.accounts"
    verbose_name = _("账户与组织")
    default_auto_field = "django.db.models.BigAutoField"
