"""`manage.py show_demo`: the portal's address and the demonstration's accounts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from qiantan.core.findings import Text
from qiantan.jobs.demonstration import ANALYST, PASSPHRASE, PLANTS
from qiantan.jobs.demonstration_submissions import CONTRIBUTOR, EDITOR, EXPERTS
from qiantan.jobs.demonstration_typical import CLERK as TYPICAL_CLERK

ADDRESS = "http://127.0.0.1:8000/"
HEADING = Text("门户（运行 qiantan serve 或 make run 后打开）", "Portal (open it after qiantan serve or make run)")
ACCOUNTS = Text("演示账户，口令相同", "Accounts of the demonstration, all with the passphrase")
WHO = {
    **{plant.clerk: Text("填报员", "fills in and freezes") for plant in PLANTS},
    **{plant.reader: Text("查看者", "reads") for plant in PLANTS},
    ANALYST: Text("省级部门分析员：全省影响、因子缺口", "analyst of the department: the province, missing factors"),
    EDITOR: Text("省级部门因子库编辑：评审、发布", "editor of the factor library: review, releases"),
    CONTRIBUTOR: Text("研究机构：提交数据集", "an institute that hands in datasets"),
    **{address: Text("评审专家", "an expert who reviews") for address, *_ in EXPERTS},
    TYPICAL_CLERK: Text("多家示例工厂：本地典型值", "several plants: local typical values"),
}


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
        width = max(map(len, WHO))
        for address, who in WHO.items():
            self.stdout.write(f"  {address:{width}}  {who.in_language(language)}")
