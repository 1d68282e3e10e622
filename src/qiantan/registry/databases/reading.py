"""Reading an uploaded database by sealed processes, one for each processor, and bringing together what they tell."""

import json
import mmap
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from qiantan.core.datasets.assemble import linked
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.linked import LinkedDatabase
from qiantan.core.datasets.part import part_of
from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.core.findings.wire import from_json
from qiantan.core.formats.catalogue import expected
from qiantan.core.formats.dataset import FILE_PLACE, check_line

MOST_READERS: Final = 8
# Below this size starting another process costs more than it saves.
ALONE: Final = 2 * 1024 * 1024
LOOK_SECONDS: Final = 0.2
MOST_SECONDS: Final = 3600
MOST_FINDINGS: Final = 20_000

# Hears how many datasets were read, and about how many there are (0 where that cannot be told).
Told = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read: the codec, everything found, and, without a blocking finding, the linked database and its lines.

    `rows` are the files of lines in the order of the processes.
    """

    codec: str
    findings: tuple[Finding, ...]
    database: LinkedDatabase | None
    rows: tuple[Path, ...]

    @property
    def blocked(self) -> bool:
        """Whether nothing of the file may be kept."""
        return self.database is None


@contextmanager
def read_file(path: Path, tell: Told, readers: int = 0) -> Iterator[Reading]:
    """Read a kept file; `tell` hears how many datasets were read, of about how many, and may raise to stop it: then
    nothing is left.

    The files of lines live as long as the context.
    """
    count = readers or readers_for(path.stat().st_size)
    with tempfile.TemporaryDirectory(prefix="qiantan-database-") as folder:
        folders = [Path(folder) / str(number) for number in range(count)]
        for one in folders:
            one.mkdir()
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            total = expected(content)
        fault = _run(path, folders, lambda done: tell(min(done, total) if total else done, total))
        yield Reading("", (fault,), None, ()) if fault else _gathered(folders)


def readers_for(size: int) -> int:
    """Return how many readers share a file of so many bytes: one for each processor, a single one where it is small or the
    machine has twice as much to do as it has processors: then another reader only repeats what all of them read.
    """
    processors = os.cpu_count() or 1
    if size < ALONE or os.getloadavg()[0] > 2 * processors:
        return 1
    return min(MOST_READERS, processors)


def _run(path: Path, folders: list[Path], tell: Callable[[int], None]) -> Finding | None:
    """Run the readers to their end; return why one gave up, if one did."""
    progress = [0] * len(folders)
    running = [_start(path, folder, number, len(folders)) for number, folder in enumerate(folders)]
    listeners = [
        threading.Thread(target=_follow, args=(process, progress, number), daemon=True)
        for number, process in enumerate(running)
    ]
    for listener in listeners:
        listener.start()
    try:
        began = time.monotonic()
        while any(process.poll() is None for process in running):
            time.sleep(LOOK_SECONDS)
            tell(sum(progress))
            if time.monotonic() - began > MOST_SECONDS:
                return _gave_up("time")
    finally:
        for process, listener in zip(running, listeners, strict=True):
            process.kill()
            process.wait()
            listener.join()
    wrong = [folder for folder, process in zip(folders, running, strict=True) if process.returncode != 0]
    return _gave_up(_last_line(wrong[0] / "log")) if wrong else None


def _start(path: Path, folder: Path, number: int, count: int) -> "subprocess.Popen[str]":
    arguments = [str(path), str(folder), str(number), str(count)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "qiantan.registry.databases.reader", *arguments],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=_environment(),
        )


def _environment() -> dict[str, str]:
    """Return the environment of a reader: nothing secret, one thread for each numerical library."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG", "HOME")}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


def _follow(process: "subprocess.Popen[str]", progress: list[int], number: int) -> None:
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            if line.strip().isdigit():
                progress[number] = int(line)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "memory"


def _gave_up(found: str) -> Finding:
    return Finding(
        code="DB-READER",
        severity=Severity.BLOCKING,
        place=FILE_PLACE,
        message=Text(
            "读取这个文件超出了允许的内存或时间，或文件使读取程序中断。",
            "Reading this file takes more memory or time than is allowed, or it stopped the reader.",
        ),
        found=found,
        expected=Text(
            "不超过 4 GiB 内存和 1 小时的数据库", "a database that takes no more than 4 GiB of memory and one hour"
        ),
        remedy=Text(
            "请从原软件重新导出，或拆分后分别导入。", "Export it again from its program, or import it in parts."
        ),
    )


def _gathered(folders: list[Path]) -> Reading:
    told: list[dict[str, Any]] = [json.loads((folder / "told").read_text(encoding="utf-8")) for folder in folders]
    found = [from_json(one) for part in told for one in part["findings"]]
    found += _across(told)
    if not any(part["datasets"] for part in told) and not has_blocking(found):
        found += _none()
    findings = tuple(dict.fromkeys(found))[:MOST_FINDINGS]
    codec = next((part["codec"] for part in told if part["codec"]), "")
    if has_blocking(findings):
        return Reading(codec, findings, None, ())
    database = linked([part_of((folder / "part").read_bytes()) for folder in folders])
    return Reading(codec, findings, database, tuple(folder / "rows" for folder in folders))


def _across(told: list[dict[str, Any]]) -> tuple[Finding, ...]:
    """Return what only shows when the shares of all readers lie side by side: UUIDs twice, circles of versions."""
    if len(told) == 1:
        return ()
    faults = Faults()
    seen: dict[str, str] = {}
    preceding: dict[str, str] = {}
    for part in told:
        for uuid in part["seen"].keys() & seen.keys():
            faults.add("DS-UUID-TWICE", uuid, place=part["seen"][uuid], other=seen[uuid])
        seen |= part["seen"]
        preceding |= part["preceding"]
    check_line(preceding, seen, faults)
    return faults.all()


def _none() -> tuple[Finding, ...]:
    faults = Faults()
    faults.add("DS-FILE-NONE", place=FILE_PLACE)
    return faults.all()
