from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionsConfig(AppConfig):
    """Datasets on their way into the library: submitted, checked, reviewed, published in a release, retired."""

    name = "qiantan.registry.submissions"
    verbose_name = _("数据提交与评审")
    default_auto_field = "django.db.models.BigAutoField"
