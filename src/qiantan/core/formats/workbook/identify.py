"""Which template a workbook is, and which of its sheets is which section."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from qiantan.core.findings import Text
from qiantan.core.formats.workbook.cells import as_text
from qiantan.core.formats.workbook.once import Gathered
from qiantan.core.formats.workbook.parse import Sheet
from qiantan.core.formats.workbook.wire import (
    META_SHEET,
    OWN_SHEETS,
    SECTION_MARK,
    WORDS_KEY,
    Mark,
    fold,
    sheet_names,
    spellings,
)
from qiantan.core.templates.load import template_pin
from qiantan.core.templates.schema import Section, Template

TemplateOf = Callable[[str], Template]
_ENOUGH: Final = 0.2
_HALF: Final = 0.5
_FEW: Final = 2
_SEARCHED_ROWS: Final = 300


def template_by_mark(mark: Mark, template_of: TemplateOf, known: Sequence[str], gathered: Gathered) -> Template | None:
    """Return the template a mark names, after holding its version against the current one."""
    at_name, at_version, at_digest = mark.places
    try:
        template = template_of(mark.template)
    except LookupError:
        gathered.note("WB-TEMPLATE-UNKNOWN", at_name, mark.template, known="、".join(known))
        return None
    if _means_the_same(mark.version, template):
        return template
    if mark.version != str(template.version):
        newer = mark.version.isdigit() and int(mark.version) > template.version
        code = "WB-TEMPLATE-NEWER" if newer else "WB-TEMPLATE-OUTDATED"
        gathered.note(code, at_version, mark.version or "?", current=template.version)
    elif mark.digest not in ("", template_pin(template).sha256):
        gathered.note("WB-TEMPLATE-CHANGED", at_digest)
    return template


def _means_the_same(version: str, template: Template) -> bool:
    """Say whether an earlier edition asks nothing that this one understands otherwise; its missing columns stay empty."""
    since = template.same_since or template.version
    return version.isdecimal() and since <= int(version) < template.version


def mark_of(sheets: Iterable[Sheet]) -> Mark | None:
    """Return what the hidden sheet says about the template; none when it is missing or says nothing."""
    for sheet in sheets:
        if sheet.name == META_SHEET:
            said = {as_text(line[0]): as_text(line[1]) for line in sheet.rows if len(line) > 1}
            places = (f"{META_SHEET}!B1", f"{META_SHEET}!B2", f"{META_SHEET}!B3")
            name = said.get("template", "")
            return Mark(name, said.get("version", ""), said.get("digest", ""), places) if name else None
    return None


def words_of(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Return the folded words the template itself wrote when the workbook was made; empty when the mark is missing."""
    lines = (line for sheet in sheets if sheet.name == META_SHEET for line in sheet.rows if len(line) > 1)
    return frozenset(fold(as_text(line[1])) for line in lines if line[0] == WORDS_KEY) - {""}


def template_by_content(
    sheets: Sequence[Sheet], template_of: TemplateOf, known: Sequence[str], gathered: Gathered
) -> Template | None:
    """Return the template whose questions a workbook without a mark holds most of, with a warning; none when too few."""
    texts = {text for sheet in sheets for text in _texts(sheet)} | {fold(sheet.name) for sheet in sheets}
    best, share = None, 0.0
    for name in known:
        template = template_of(name)
        found = _share(texts, (field.label for section in template.sections for field in section.fields))
        # A table saved alone as csv holds one section only.
        alone = max(
            (
                _share(texts, (field.label for field in one.fields))
                for one in template.sections
                if len(one.fields) > _FEW
            ),
            default=0.0,
        )
        score = found + alone * _ENOUGH if len(sheets) == 1 else found
        if score > share:
            best, share = template, score
    if best is None or share < _ENOUGH * (_HALF if len(sheets) == 1 else 1):
        gathered.note("WB-TEMPLATE-NONE", sheets[0].name if sheets else "", known="、".join(known))
        return None
    place = f"{sheets[0].name}!A1"
    gathered.note("WB-TEMPLATE-GUESSED", place, f"{min(share, 1):.0%}", title=best.title.zh, title_en=best.title.en)
    return best


def assign(sheets: Sequence[Sheet], template: Template, gathered: Gathered) -> dict[str, Sheet]:
    """Return the sheet of each section: by its hidden mark, its name, or its questions; note what is left over."""
    found: dict[str, Sheet] = {}
    names = sheet_names(template)
    by_name = {fold(name): key for key, name in names.items()}
    for section in template.sections:
        for spelling in (*spellings(Text(section.title.zh, section.title.en)), fold(section.id)):
            by_name.setdefault(spelling, section.id)
    rest = [sheet for sheet in sheets if sheet.name not in OWN_SHEETS]
    ways: tuple[Callable[[Sheet], str | None], ...] = (
        lambda sheet: _mark(sheet, template),
        lambda sheet: by_name.get(fold(sheet.name)),
        lambda sheet: _by_content(sheet, template, found),
    )
    for recognise in ways:
        left = []
        for sheet in rest:
            section_id = recognise(sheet)
            if section_id is None:
                left.append(sheet)
            elif section_id in found:
                gathered.note("WB-SHEET-TWICE", f"{sheet.name}!A1", sheet.name, other=found[section_id].name)
            else:
                found[section_id] = sheet
        rest = left
    for sheet in rest:
        count = sum(len(line) - line.count("") for line in sheet.rows)
        if count or sheet.errors:
            gathered.note(
                "WB-SHEET-UNKNOWN",
                f"{sheet.name}!A1",
                sheet.name,
                count=count or len(sheet.errors),
                choices="、".join(names.values()),
            )
    return found


def _mark(sheet: Sheet, template: Template) -> str | None:
    cell = sheet.cell(0, 0)
    if not isinstance(cell, str) or not cell.startswith(SECTION_MARK):
        return None
    key = cell.removeprefix(SECTION_MARK)
    return key if any(section.id == key for section in template.sections) else None


def _by_content(sheet: Sheet, template: Template, found: Mapping[str, Sheet]) -> str | None:
    texts = set(_texts(sheet))
    best, share = None, 0.0
    for section in template.sections:
        part = _share(texts, (field.label for field in section.fields))
        if part > share and section.id not in found:
            best, share = section, part
    return best.id if isinstance(best, Section) and share >= _HALF else None


def _texts(sheet: Sheet) -> Iterable[str]:
    for line in sheet.rows[:_SEARCHED_ROWS]:
        for cell in line:
            if isinstance(cell, str) and cell:
                yield fold(cell)
                for part in cell.splitlines():
                    yield fold(part)


def _share(texts: set[str], labels: Iterable[object]) -> float:
    asked = [(fold(str(getattr(label, "zh", ""))), fold(str(getattr(label, "en", "")))) for label in labels]
    return sum(zh in texts or (en != "" and en in texts) for zh, en in asked) / max(len(asked), 1)
