"""Answers for tests: the published example with some of them changed."""

from dataclasses import replace
from types import MappingProxyType

from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.load import example


def given(value, unit="", source="ledger", **more):
    """An answer with a value."""
    return Entry(state=State.PROVIDED, value=value, unit=unit, source=source, **more)


def parameter(value, unit):
    """A measured property."""
    return Entry(state=State.PROVIDED, value=value, unit=unit)


def choice(key):
    """A choice, or a text."""
    return Entry(state=State.PROVIDED, value=key)


def not_applicable(reason="没有该工序"):
    """Not applicable, with a reason."""
    return Entry(state=State.NOT_APPLICABLE, note=reason)


EMPTY = Entry()


def changed(name, /, rows=None, **fields):
    """Return the example of a template with other answers; `rows` replaces whole tables."""
    data = example(name)
    return replace(
        data,
        fields=MappingProxyType({**data.fields, **fields}),
        rows=MappingProxyType({**data.rows, **(rows or {})}),
    )


def with_cell(name, section, index, /, **cells):
    """Return the example of a template with other cells in one row."""
    rows = list(example(name).rows[section])
    rows[index] = {**rows[index], **cells}
    return changed(name, rows={section: tuple(rows)})
