"""Templates: none unused, no inline code or style, every component in the gallery."""

import re
from pathlib import Path

import pytest

from qiantan.web.ui.icons import ICONS

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "qiantan" / "web"
UI = WEB / "ui"
TEMPLATES = sorted(WEB.rglob("*.html"))
# Drawn by libraries under these names.
BY_LIBRARIES = ("account/", "allauth/")
# Parts of pages that hold for every page, seen on each of them; pieces of other components.
NOT_IN_GALLERY = {"cell", "facet_link", "finding"}
SIZE_LIMIT = 150


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_holds_no_code_and_no_style(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert text.count("\n") <= SIZE_LIMIT


def test_no_template_is_unused():
    said = "\n".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *WEB.rglob("*.py")])
    names = {path: path.as_posix().split("/templates/")[1] for path in TEMPLATES}

    unused = [name for name in names.values() if not name.startswith(BY_LIBRARIES) and not _named(name, said)]

    assert unused == []


def test_every_component_is_in_the_gallery():
    gallery = "".join(path.read_text(encoding="utf-8") for path in (UI / "templates" / "ui").glob("gallery*.html"))
    tags = "".join(path.read_text(encoding="utf-8") for path in (UI / "tags").glob("*.py"))
    layout = (UI / "templates" / "ui" / "base.html").read_text(encoding="utf-8")
    missing = []
    for path in sorted((UI / "templates" / "ui" / "components").glob("*.html")):
        if path.stem in NOT_IN_GALLERY:
            continue
        if not re.search(rf"{{% {_tag_of(path.stem, tags)} ", gallery + layout):
            missing.append(path.stem)

    assert missing == []


def test_every_style_is_a_component_or_a_layer_and_small():
    sizes = {path.name: path.read_text(encoding="utf-8").count("\n") for path in (UI / "static/ui/css").glob("*.css")}

    assert {name: lines for name, lines in sizes.items() if lines > 200} == {}


def test_every_script_is_small_and_hooks_on_data_attributes_only():
    scripts = {
        path.name: path.read_text(encoding="utf-8")
        for path in WEB.rglob("static/*/**/*.js")
        if "vendor" not in path.parts
    }

    assert {name for name, text in scripts.items() if text.count("\n") > 150} == set()
    assert {name for name, text in scripts.items() if re.search(r"\beval\(|innerHTML|document\.write", text)} == set()


def _named(name: str, said: str) -> bool:
    stem = name.rsplit("/", 1)[1].removesuffix(".html")
    return f'"{name}' in said or (name.startswith("ui/components/") and f'"{stem}"' in said)


def _tag_of(stem: str, tags: str) -> str:
    """Return the tag that draws a component template."""
    registered = re.search(rf'block\("(\w+)", "{stem}"', tags)
    if registered:
        return registered[1]
    drawn = tags.split(f'"ui/components/{stem}.html"')
    before, after = drawn[0], drawn[1]
    if before.rstrip().endswith("inclusion_tag("):
        return re.search(r"def (\w+)\(", after)[1]
    return re.findall(r"def (\w+)\(", before)[-1]


def test_every_icon_of_the_sprite_is_used_somewhere():
    said = "".join(
        path.read_text(encoding="utf-8") for path in [*TEMPLATES, *WEB.rglob("*.py")] if path.name != "icons.py"
    )

    assert [name for name in ICONS if f'"{name}"' not in said] == []
