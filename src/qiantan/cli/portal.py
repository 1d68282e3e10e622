"""`qiantan demo`, `serve` and `worker`: the portal from the command line.

The portal's settings tie all floors together, so they are named, not imported; Django finds them when a command runs.
"""

import os
from typing import Annotated

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import LANGUAGE, say
from qiantan.cli.options import Lang
from qiantan.cli.screen import phase
from qiantan.core.findings import Text

SETTINGS = "qiantan.config.settings.demo"


def demo(lang: Lang = None) -> None:  # noqa: ARG001 - read once at start, see language.py
    """Prepare the demonstration and print its cement case."""
    from qiantan.cli.table import print_footprint

    with phase("正在准备数据库与示范数据…", "Preparing the database and the demonstration…"):
        _management("seed_demo", verbosity=0)
    from qiantan.registry.footprints.queries import demonstration

    study, result = demonstration()
    print_footprint(study, result)
    _management("show_demo", language=LANGUAGE)


def serve(
    host: Annotated[str, typer.Option(help=say("监听地址", "Address to listen on"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=say("端口", "Port"))] = 8000,
    lang: Lang = None,  # noqa: ARG001 - read once at start, see language.py
) -> None:
    """Start the portal and its worker; Ctrl-C stops both."""
    _management("serve", host=host, port=port)


def worker(lang: Lang = None) -> None:  # noqa: ARG001 - read once at start, see language.py
    """Start a worker."""
    _management("worker")


def _management(command: str, **options: object) -> None:
    try:
        import django
        from django.core.management import call_command
    except ModuleNotFoundError:
        told = Text(
            "没有安装门户部分。请运行：python -m pip install 'qiantan[portal]'",
            "The portal is not installed. Run: python -m pip install 'qiantan[portal]'",
        )
        raise Stop(Exit.MISSING_PART, told) from None

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    call_command(command, **options)
