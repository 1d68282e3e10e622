"""Activity data: what a plant typed into a template, before it becomes a study.

One neutral document behind the workbook, the CSV files and the browser form: all three fill the same fields, so all
three give the same study. Every field is in one of three states, which are never confused: provided (zero is a
value), not provided, not applicable with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class State(StrEnum):
    """Whether a field was answered."""

    PROVIDED = "provided"
    NOT_PROVIDED = "not_provided"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The answer to one field.

    `value` is the cleaned text: a plain decimal figure for a number, ISO text for a date (``2025-01-01``), a choice's
    key, or free text. `unit` is a unit the unit register knows. `source` is meter, ledger, invoice, estimate or
    literature. `evidence` names documents. `note` is the remark, or the reason when not applicable. `place` says where
    it was read (``能源!C7``), for messages only.
    """

    state: State = State.NOT_PROVIDED
    value: str = ""
    unit: str = ""
    source: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    place: str = ""

    @property
    def provided(self) -> bool:
        """Whether there is a value."""
        return self.state is State.PROVIDED


MISSING = Entry()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityData:
    """The answers to one template: `fields` by field id; `rows` by section id, each row by column id."""

    template: str
    version: int
    fields: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    rows: Mapping[str, tuple[Mapping[str, Entry], ...]] = field(default_factory=lambda: MappingProxyType({}))

    def get(self, field_id: str) -> Entry:
        """Return the answer to a field; an unanswered entry where there is none."""
        return self.fields.get(field_id, MISSING)


def to_json(data: ActivityData) -> dict[str, Any]:
    """Return activity data as JSON values; places are left out, unanswered fields too."""
    return {
        "template": data.template,
        "version": data.version,
        "fields": {key: _entry_json(entry) for key, entry in data.fields.items() if _answered(entry)},
        "rows": {
            section: [{key: _entry_json(entry) for key, entry in row.items() if _answered(entry)} for row in rows]
            for section, rows in data.rows.items()
        },
    }


def from_json(value: Mapping[str, Any]) -> ActivityData:
    """Read what `to_json` wrote."""
    return ActivityData(
        template=value["template"],
        version=value["version"],
        fields=MappingProxyType({key: entry_from_json(entry) for key, entry in value["fields"].items()}),
        rows=MappingProxyType(
            {
                section: tuple(
                    MappingProxyType({key: entry_from_json(entry) for key, entry in row.items()}) for row in rows
                )
                for section, rows in value["rows"].items()
            }
        ),
    )


def entry_from_json(value: Mapping[str, Any]) -> Entry:
    """Read one entry as `to_json` wrote it."""
    return Entry(
        state=State(value["state"]),
        value=value.get("value", ""),
        unit=value.get("unit", ""),
        source=value.get("source", ""),
        evidence=tuple(value.get("evidence", ())),
        note=value.get("note", ""),
    )


def _answered(entry: Entry) -> bool:
    return entry.state is not State.NOT_PROVIDED or bool(entry.note or entry.source or entry.evidence)


def _entry_json(entry: Entry) -> dict[str, Any]:
    full = {
        "state": entry.state.value,
        "value": entry.value,
        "unit": entry.unit,
        "source": entry.source,
        "evidence": list(entry.evidence),
        "note": entry.note,
    }
    return {key: value for key, value in full.items() if value or key == "state"}
