from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """What people are told: a factor that changed, a review to do, a task that waits."""

    name = "qiantan.registry.notices"
    verbose_name = _("通知")
    default_auto_field = "django.db.models.BigAutoField"
