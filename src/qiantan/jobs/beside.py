"""Processes that belong together: the worker beside the portal is started again when it ends, and both end with it,
however that happens.
"""

import os
import signal
import subprocess
import sys
import threading
import time

SERVED_BY = "QIANTAN_SERVED_BY"  # names the process a server process is to end with
PAUSE_SECONDS = 2.0
GRACE_SECONDS = 25.0


class WorkerBeside:
    """Keeps one worker process running while the portal serves."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._keep, name="worker-beside", daemon=True).start()

    def stop(self) -> None:
        """Let the worker finish what it does, for a while, and end it."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "django", "worker", "--beside", str(os.getpid())])  # noqa: S603 - our own command

    def _keep(self) -> None:
        while True:
            self._process.wait()
            if self._stopping.wait(PAUSE_SECONDS):
                return
            self._process = self._start()


def end_with(parent: int) -> None:
    """Have this process end in good order when its parent is gone, also when the parent was killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PAUSE_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
