from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TasksConfig(AppConfig):
    """What is being worked on: imports, calculations and reports on the queue."""

    name = "qiantan.registry.tasks"
    verbose_name = _("任务")
    default_auto_field = "django.db.models.BigAutoField"
