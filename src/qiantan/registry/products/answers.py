"""Activity data as kept: JSON values by field id and by section id, compared and put together part by part.

A *part* is what is saved and compared as one: the answer to a field, or the whole table of a rows section.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.templates.activity import MISSING, ActivityData, Entry, entry_from_json, to_json
from qiantan.core.templates.schema import Template

Rows = Sequence[Mapping[str, Entry]]
CELL = re.compile(r"^(?P<section>[^\[\]]+)\[(?P<row>[0-9]+)\]\.(?P<column>[^\[\]]+)$")


def parts_of(template: Template, entries: Mapping[str, Entry], rows: Mapping[str, Rows]) -> dict[str, Any]:
    """Return what was typed as parts; an unanswered field is none."""
    data = to_json(
        ActivityData(
            template=template.id,
            version=template.version,
            fields=MappingProxyType(dict(entries)),
            rows=MappingProxyType({section: tuple(lines) for section, lines in rows.items()}),
        )
    )
    return {**{field: data["fields"].get(field) for field in entries}, **{s: data["rows"][s] for s in rows}}


def kept_parts(template: Template, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept data as parts, by field id and section id of the template."""
    sections = {section.id for section in template.sections if section.kind == "rows"}
    return {**data["fields"], **{key: rows for key, rows in data["rows"].items() if key in sections and rows}}


def with_parts(template: Template, data: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return kept data with some parts replaced; none takes a part out."""
    tables = {section.id for section in template.sections if section.kind == "rows"}
    fields = dict(data["fields"])
    rows = dict(data["rows"])
    for key, value in parts.items():
        into = rows if key in tables else fields
        if value:
            into[key] = value
        else:
            into.pop(key, None)
    return {"template": template.id, "version": template.version, "fields": fields, "rows": rows}


def read_part(template: Template, key: str, value: Any) -> Entry | tuple[Mapping[str, Entry], ...]:
    """Return a kept part as entries: one for a field, a tuple of rows for a section."""
    if any(section.id == key and section.kind == "rows" for section in template.sections):
        return tuple({column: entry_from_json(cell) for column, cell in row.items()} for row in value or ())
    return entry_from_json(value) if value else MISSING


def strangers(template: Template, entries: Mapping[str, Entry], rows: Mapping[str, Rows]) -> list[Finding]:
    """Find answers to questions the template does not ask; they are refused, never dropped."""
    asked = {field.id for section in template.sections if section.kind == "fields" for field in section.fields}
    columns = {s.id: {field.id for field in s.fields} for s in template.sections if s.kind == "rows"}
    unknown = [key for key in entries if key not in asked]
    for section, lines in rows.items():
        if section not in columns:
            unknown.append(section)
        else:
            known = columns[section]
            unknown += [f"{section}[{n}].{key}" for n, row in enumerate(lines, 1) for key in row if key not in known]
    return [
        Finding(
            code="ACT-UNKNOWN-FIELD",
            severity=Severity.BLOCKING,
            place=key,
            message=Text(f"模板没有问题“{key}”。", f"The template has no question “{key}”."),
            remedy=Text("请刷新页面后重试。", "Please reload the page and try again."),
        )
        for key in unknown
    ]


def with_cells(data: Mapping[str, Any], cells: Mapping[str, Entry]) -> dict[str, Any]:
    """Return kept data with single answers replaced, by field id or ``section[1].column`` (rows from 1)."""
    blank = ActivityData(template=data["template"], version=data["version"], fields=MappingProxyType(dict(cells)))
    typed = to_json(blank)["fields"]
    fields = dict(data["fields"])
    rows = {section: [dict(row) for row in lines] for section, lines in data["rows"].items()}
    for key in cells:
        cell = CELL.match(key)
        if cell:
            lines = rows.setdefault(cell["section"], [])
            while len(lines) < int(cell["row"]):
                lines.append({})
            into, name = lines[int(cell["row"]) - 1], cell["column"]
        else:
            into, name = fields, key
        into.pop(name, None)
        if key in typed:
            into[name] = typed[key]
    return {**data, "fields": fields, "rows": rows}


def places_of(data: ActivityData) -> dict[str, str]:
    """Return the cell every answer was read from, by its key."""
    places = {key: entry.place for key, entry in data.fields.items() if entry.place}
    for section, lines in data.rows.items():
        for number, row in enumerate(lines, 1):
            places |= {f"{section}[{number}].{key}": entry.place for key, entry in row.items() if entry.place}
    return places


def with_places(data: ActivityData, places: Mapping[str, str]) -> ActivityData:
    """Return activity data whose entries know again where they were read."""
    import dataclasses

    def placed(key: str, entry: Entry) -> Entry:
        return dataclasses.replace(entry, place=places.get(key, ""))

    return dataclasses.replace(
        data,
        fields={key: placed(key, entry) for key, entry in _with_blanks(data.fields, places).items()},
        rows={
            section: tuple(
                {key: placed(f"{section}[{number}].{key}", entry) for key, entry in row.items()}
                for number, row in enumerate(lines, 1)
            )
            for section, lines in data.rows.items()
        },
    )


def _with_blanks(fields: Mapping[str, Entry], places: Mapping[str, str]) -> dict[str, Entry]:
    # A question left empty in the workbook has a cell too; the finding that it is required belongs there.
    return {**{key: MISSING for key in places if not CELL.match(key)}, **fields}
