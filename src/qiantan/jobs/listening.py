"""Listening for changes of the network: a trigger notifies when a study is frozen, the worker queues a rebuild."""

import logging
import threading
import time

from django.utils import timezone

from qiantan.registry.network.operations import queue_rebuild
from qiantan.registry.network.queries import needs_rebuild

log = logging.getLogger(__name__)

CHANNEL = "qiantan_network"
PAUSE_SECONDS = 5.0
GATHER_SECONDS = 1.0  # several studies frozen together are one rebuild


def take_in_changes() -> None:
    """Queue a rebuild when the log holds changes that no snapshot has, or the newest snapshot is lost or damaged."""
    if needs_rebuild():
        queue_rebuild(by=None, at=timezone.now())


def listen() -> threading.Thread:
    """Listen for changes in a thread of its own, as long as the process lives."""
    thread = threading.Thread(target=_listen, name="network-changes", daemon=True)
    thread.start()
    return thread


def _listen() -> None:
    from django.db import close_old_connections, connection

    while True:
        try:
            connection.ensure_connection()
            connection.set_autocommit(True)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            for _ in connection.connection.notifies():
                time.sleep(GATHER_SECONDS)
                threading.Thread(target=_in_own_connection, daemon=True).start()
        except Exception:  # noqa: BLE001 - the minute's look at the log stands in while the connection is away
            log.warning("stopped listening for changes of the network; trying again")
            close_old_connections()
            connection.close()
            time.sleep(PAUSE_SECONDS)


def _in_own_connection() -> None:
    from django.db import connection

    try:
        take_in_changes()
    finally:
        connection.close()
