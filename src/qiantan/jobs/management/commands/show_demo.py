"""`manage.py show_demo`: the portal's address and the demonstration's accounts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from qiantan.core.findings import Text
from qiantan.jobs.demonstration import ANALYST, PASSPHRASE, PLANTS

ADDRESS = "http://127.0.0.1:8000/"
HEADING = Text("门户（运行 qiantan serve 或 make run 后打开）", "Portal (open it after qiantan serve or make run)")
WHO = Text("省级部门分析员：全省影响", "analyst of the provincial department: the province")
ACCOUNTS = Text("演示账户，口令相同", "Accounts of the demonstration, all with the passphrase")


class Command(BaseCommand):
    """Say where the portal is and who may sign in."""

    help = "Print the portal's address and the demonstration's accounts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language."""
        parser.add_argument("--language", default="zh")

    def handle(self, *, language: str = "zh", **options: Any) -> None:  # noqa: ARG002
        """Print it."""
        self.stdout.write(f"\n{HEADING.in_language(language)}: {ADDRESS}")
        self.stdout.write(f"{ACCOUNTS.in_language(language)}: {PASSPHRASE}")
        for plant in PLANTS:
            self.stdout.write(f"  {plant.clerk}")
            self.stdout.write(f"  {plant.reader}")
        self.stdout.write(f"  {ANALYST}  ({WHO.in_language(language)})")
