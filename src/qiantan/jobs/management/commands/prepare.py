"""`manage.py prepare`: bring the installation up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from qiantan.jobs.preparing import prepare


class Command(BaseCommand):
    """Bring the installation up to date."""

    help = "Migrate the tables, load the factors, collect the static files. Safe to repeat."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:  # noqa: ARG002 - takes none
        """Do it."""
        prepare()
