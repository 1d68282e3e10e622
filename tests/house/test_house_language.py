"""Every wording of the pages exists in English, and none bypasses the catalogue."""

import ast
import re
from pathlib import Path

import pytest
from tools.messages import LOCALE, extracted, read_catalogue

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "qiantan" / "web"
HAN = re.compile(r"[\u4e00-\u9fff]")
TEMPLATES = sorted(WEB.rglob("*.html"))
MODULES = sorted(WEB.rglob("*.py"))
# Shown in both languages at once: the language switch, and the page that must work when nothing else does.
BILINGUAL = {"ui/templates/ui/header.html": {"简体"}, "ui/templates/ui/fault.html": None}
# Calls whose Chinese is translated, or comes with its English.
TRANSLATING = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "Text",
    "Place",
}


def test_every_wording_of_the_pages_has_its_english():
    catalogue = read_catalogue(LOCALE / "en" / "LC_MESSAGES" / "django.po")

    missing = [message.id for message in extracted() if message.id and not _english(catalogue, message)]

    assert missing == [], "run `python tools/messages.py`, then write the English into locale/en/LC_MESSAGES/django.po"


def test_the_catalogue_holds_nothing_that_no_page_says():
    said = {(message.id, message.context) for message in extracted()}
    catalogue = read_catalogue(LOCALE / "en" / "LC_MESSAGES" / "django.po")

    assert [message.id for message in catalogue if message.id and (message.id, message.context) not in said] == []


def test_placeholders_are_the_same_in_both_languages():
    catalogue = read_catalogue(LOCALE / "en" / "LC_MESSAGES" / "django.po")
    different = []
    for message in catalogue:
        pairs = zip(_texts(message.id), _texts(message.string), strict=False) if message.id else ()
        different += [(zh, en) for zh, en in pairs if _placeholders(zh) != _placeholders(en)]

    assert different == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_template_says_chinese_without_translating_it(path):
    name = path.relative_to(WEB).as_posix()
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% translate .*?%}", "", text)
    allowed = BILINGUAL.get(name, set())

    left = set() if allowed is None else set(re.findall(r"[\u4e00-\u9fff]+", text)) - allowed

    assert left == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_module_says_chinese_without_translating_it(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    translated = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in TRANSLATING
        for inner in ast.walk(node)
    }
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}

    left = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value)
        if id(node) not in translated and id(node) not in told and node.value not in PASSED_ON.get(path.name, ())
    ]

    assert left == []


# Chinese that is data and not a wording: what the rulebook's reader puts, what a sample form is given.
PASSED_ON = {
    "presenters.py": {"未注明"},
    "gallery.py": {"1.2 万吨水", "去年"},
    "samples.py": {"1 t 熟料", "能源!C7", "石灰石", "3.1 万MWh"},
}


def _english(catalogue, message) -> bool:
    known = catalogue.get(message.id, message.context)
    return known is not None and all(_texts(known.string))


def _texts(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w+\}", text.replace("%%", "")))


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
