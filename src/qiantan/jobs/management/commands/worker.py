"""`manage.py worker`: work on the queue."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from qiantan.jobs.beside import end_with
from qiantan.jobs.working import work


class Command(BaseCommand):
    """Work on imports, calculations and reports until told to stop."""

    help = "Work on imports, calculations and reports; Ctrl-C lets the running ones finish."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of tasks at a time, and whether to stop when nothing waits."""
        parser.add_argument("--concurrency", type=int, default=1, help="tasks at a time")
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing waits")
        parser.add_argument("--beside", type=int, default=0, help="process to end with")

    def handle(self, *, concurrency: int = 1, until_empty: bool = False, beside: int = 0, **options: Any) -> None:  # noqa: ARG002
        """Work."""
        if beside:
            end_with(beside)
        work(concurrency=concurrency, until_empty=until_empty)
