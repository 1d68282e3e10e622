"""Files are about a screen or two, functions about a hand's breadth.

A file or function over its limit stands in ``sizes.yaml`` with a reason; the list may only shrink: an entry that is no
longer needed fails as well.
"""

import ast
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "qiantan"
EXCEPTIONS = yaml.safe_load((Path(__file__).parent / "sizes.yaml").read_text(encoding="utf-8")) or {}
LIMITS = {".py": 400, ".html": 150, ".js": 150, ".css": 200}
FUNCTION_LIMIT = 50
TEST_LIMIT = 500


def _own_files() -> list[Path]:
    return [
        path
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in LIMITS and "vendor" not in path.parts and "migrations" not in path.parts
    ]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_keep_to_their_size():
    over = {_name(path) for path in _own_files() if _lines(path) > LIMITS[path.suffix]}
    over |= {_name(path) for path in sorted((ROOT / "tests").rglob("*.py")) if _lines(path) > TEST_LIMIT}
    assert over == set(EXCEPTIONS.get("files") or {})


def test_functions_keep_to_their_size():
    over = set()
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LIMIT:
                    over.add(f"{_name(path)}:{node.name}")
    assert over == set(EXCEPTIONS.get("functions") or {})


def test_rule_files_fit_a_screen_of_history():
    """A template is a questionnaire and may be long; every other rulebook YAML is short."""
    long = {
        _name(path)
        for path in (SOURCE / "rulebook").rglob("*.yaml")
        if path.name not in {"template.yaml", "example.yaml"} and _lines(path) > LIMITS[".py"]
    }
    assert long == set()
