"""The command as a person runs it: a fresh process in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RUN = "import sys; from qiantan.cli.main import main; sys.exit(main())"
VAR = Path(__file__).resolve().parents[2] / "var"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def qiantan(tmp_path: Path) -> Run:
    """Run the command in an empty folder and return what it printed and its exit code."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", RUN, *arguments],
            cwd=tmp_path,
            env={
                **os.environ,
                "QIANTAN_VAR": os.environ.get("QIANTAN_VAR", str(VAR)),
                "QIANTAN_LANG": "zh",
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def filled(qiantan: Run, tmp_path: Path) -> Path:
    """A workbook filled with the worked cement case."""
    assert qiantan("template", "cement", "--example", "-o", "cement.xlsx").returncode == 0
    return tmp_path / "cement.xlsx"
