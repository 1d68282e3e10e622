"""The validators of the exchange formats' own communities, in an environment of their own.

Their libraries want versions that ours do not, so they are installed from ``requirements/validators.lock`` into
``.venv-validators`` on first use.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv-validators"
LOCK = ROOT / "requirements" / "validators.lock"


def program(name):
    """Return the path of a program of the validators' environment."""
    done = ENVIRONMENT / "installed"
    if not done.exists() or done.read_text(encoding="utf-8") != LOCK.read_text(encoding="utf-8"):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True, capture_output=True)
        install = [
            str(ENVIRONMENT / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "-r",
            str(LOCK),
        ]
        subprocess.run(install, check=True, capture_output=True)
        done.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")
    return str(ENVIRONMENT / "bin" / name)


def ran(name, *arguments):
    """Return what a program prints, whatever it returns; what it leaves behind is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [program(name), *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False
        )
    return done.stdout + done.stderr


def issues(folder, data_format):
    """Return every issue `tidas-validate` finds in a folder of TIDAS or ILCD files: category, code, message."""
    printed = ran("tidas-validate", "-i", folder, "--data-format", data_format, "--report-format", "json")
    report = json.loads(printed[printed.index("{") : printed.rindex("}") + 1])
    return [(one["category"], one["issue_code"], one["message"][:300]) for one in _found(report)]


def _found(node):
    if isinstance(node, dict):
        if "issue_code" in node:
            yield node
        for inner in node.values():
            yield from _found(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _found(inner)
