"""Locks name no host, the repository names no machine, templates are used, pages and checks are documented."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "qiantan"


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_lock_files_name_no_host():
    locks = [*(ROOT / "requirements").iterdir(), ROOT / "package-lock.json", ROOT / ".npmrc"]
    assert [path.name for path in locks if re.search(r"https?://", path.read_text(encoding="utf-8"))] == []


def test_every_locked_library_has_a_hash():
    for name in ("run.lock", "test.lock"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.\[\]-]+==\S+", text, flags=re.MULTILINE)
        blocks = re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.MULTILINE)[1:]
        assert len(pins) == len(blocks)
        assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_no_machine_path_in_the_repository():
    text_files = (path for path in _tracked() if path.suffix in {".py", ".md", ".yaml", ".toml", ".html", ".js", ".sh"})
    homes = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+")
    assert [str(path.relative_to(ROOT)) for path in text_files if homes.search(path.read_text(encoding="utf-8"))] == []


def test_no_template_is_unused():
    """Every template is named by a view, a tag or another template."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "vendor" not in path.parts
    )
    overridden = {"account", "allauth", "mfa", "socialaccount"}  # found by the libraries that own these names
    standing = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "robots.txt"}
    unused = set()
    for path in SOURCE.glob("web/*/templates/**/*"):
        if path.is_file():
            name = path.relative_to(next(p for p in path.parents if p.name == "templates")).as_posix()
            named = name in code or (name.startswith("ui/components/") and f'"{path.stem}"' in code)
            if name not in standing and name.split("/")[0] not in overridden and not named:
                unused.add(name)
    assert unused == set()


def test_every_check_has_a_spec_test():
    spec = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "spec").rglob("*.py"))
    checks = [path.stem for path in (SOURCE / "core" / "rules" / "checks").glob("*.py") if path.stem != "__init__"]
    assert checks
    assert [name for name in checks if name not in spec] == []


def test_every_method_has_a_worked_test():
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "core" / "methods").glob("*.py"))
    methods = SOURCE / "core" / "methods"
    from qiantan.core.methods.catalogue import METHODS

    assert [name for name in METHODS if f'"{name}"' not in tests and name not in tests] == []
    assert methods.is_dir()


def test_every_decision_says_how_it_is_kept():
    decisions = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    headings = ("## Context", "## Options", "## Decision", "## Rejected", "## How it is kept")
    missing = {
        f"{path.name}: {heading}"
        for path in decisions
        for heading in headings
        if heading not in path.read_text(encoding="utf-8")
    }
    assert decisions
    assert missing == set()
