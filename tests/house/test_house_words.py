"""One word per idea: forbidden words do not appear as names, and no file is named after nothing."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "qiantan"

# Taken from GLOSSARY.md, column "not". Only words that have no honest second meaning in this code base are listed.
FORBIDDEN = {
    "pcf_value",
    "cradle_result",
    "base_unit",
    "main_output",
    "consumption_data",
    "usage_data",
    "coefficient",
    "life_cycle_phase",
    "pcr_template",
    "default_data",
    "auditor",
    "attachment",
    "tenant",
    "multiplier",
}
NAMELESS_FILES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services", "data2"}


def _identifiers(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in names}


def test_forbidden_words_are_not_identifiers():
    found = {
        f"{path.relative_to(ROOT)}: {word}" for path in SOURCE.rglob("*.py") for word in _identifiers(path) & FORBIDDEN
    }
    assert found == set()


def test_every_file_has_a_name_of_its_own():
    nameless = {str(path.relative_to(ROOT)) for path in SOURCE.rglob("*") if path.stem in NAMELESS_FILES}
    assert nameless == set()


def test_glossary_lists_every_forbidden_word():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert {word for word in FORBIDDEN if f"`{word}`" not in glossary} == set()


def test_nothing_is_left_open():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError")
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    }
    assert found == set()
