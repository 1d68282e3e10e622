"""`manage.py serve`: the portal and its worker on one machine."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from qiantan.jobs.beside import SERVED_BY, WorkerBeside
from qiantan.jobs.preparing import prepare


class Command(BaseCommand):
    """Start the portal with its worker."""

    help = "Start the portal and its worker; Ctrl-C stops both."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address to listen on."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, host: str = "127.0.0.1", port: int = 8000, **options: Any) -> None:  # noqa: ARG002
        """Prepare, start the worker beside, serve until told to stop."""
        from granian import Granian
        from granian.constants import Interfaces

        prepare()
        os.environ[SERVED_BY] = str(os.getpid())
        worker = WorkerBeside()
        try:
            self.stdout.write(f"http://{host}:{port}/")
            Granian(
                "qiantan.config.asgi:application",
                address=host,
                port=port,
                interface=Interfaces.ASGINL,
                websockets=False,
                log_access=False,
            ).serve()
        finally:
            worker.stop()
