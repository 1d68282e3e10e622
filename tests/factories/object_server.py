"""An object store that answers on this machine, in a process and an environment of its own.

Its libraries want versions that ours do not, so they are installed from ``requirements/object-server.lock`` into
``.venv-object-server`` on first use.
"""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv-object-server"
LOCK = ROOT / "requirements" / "object-server.lock"
WAIT_SECONDS = 30


def installed() -> Path:
    """The interpreter of the server's environment."""
    python, done = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "installed"
    if not done.exists() or done.read_text(encoding="utf-8") != LOCK.read_text(encoding="utf-8"):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
        subprocess.run(install, check=True, capture_output=True)
        done.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")
    return python


@contextlib.contextmanager
def object_server():
    """The address of a server with an empty bucket “network”."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"
    server = subprocess.Popen([str(installed()), "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _made(f"{address}/network")
        yield address
    finally:
        server.terminate()
        server.wait(WAIT_SECONDS)


def _made(bucket: str) -> None:
    ends = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            urllib.request.urlopen(urllib.request.Request(bucket, method="PUT"), timeout=5).close()
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        else:
            return
