from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The evidence ledger."""

    name = "qiantan.registry.ledger"
    verbose_name = _("存证账本")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let accounts, which stand below, record their changes here."""
        from qiantan.registry.accounts import journal
        from qiantan.registry.ledger.operations import record

        journal.keep_in(record)
