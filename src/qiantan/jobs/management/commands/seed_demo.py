"""`manage.py seed_demo`: prepare the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qiantan.jobs.demonstration import seed
from qiantan.jobs.preparing import prepare


class Command(BaseCommand):
    """Prepare the demonstration."""

    help = "Bring the installation up to date and make the invented plants of the demonstration. Safe to repeat."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - takes none
        """Do it; a production installation has no invented plants."""
        if not settings.QIANTAN_DEMO:
            raise CommandError("The demonstration is not for production settings.")
        prepare()
        seed()
