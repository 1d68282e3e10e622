"""A cold `qiantan footprint` costs at most four times the import of numpy and scipy.sparse alone.

Both run as fresh processes, alternating, median of seven, compiled files present, disk cache warm: what remains is
what a person waits for on the second call of a day.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.claim import Claim

ROUNDS = 7
IMPORT_ONLY = [sys.executable, "-c", "import numpy, scipy.sparse"]
RUN = "import sys; from qiantan.cli.main import main; sys.argv = ['qiantan', *sys.argv[1:]]; sys.exit(main())"


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def measure() -> Iterator[Claim]:
    """Measure the cold start with the worked cement example."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = str(Path(folder) / "cement.xlsx")
        qiantan = [sys.executable, "-c", RUN]
        subprocess.run([*qiantan, "template", "cement", "--example", "-o", workbook], check=True, capture_output=True)
        commands = {
            "footprint": [*qiantan, "footprint", workbook],
            "import": IMPORT_ONLY,
            "files": [*qiantan, "footprint", workbook, "--out", str(Path(folder) / "out")],
        }
        for command in commands.values():
            _seconds(command)
        times = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(_seconds(command))
    ours, files, peer = (statistics.median(times[name]) for name in ("footprint", "files", "import"))
    yield Claim(
        "cold `qiantan footprint cement.xlsx` against importing numpy + scipy.sparse",
        f"{ours:.2f} s (with all files and reports {files:.2f} s)",
        f"{peer:.2f} s",
        ours / peer,
        4,
    )
