"""Taking what was supposed into other answers: the changed cells, where the same question stands there too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from qiantan.core.results.what_if.basis import NO_SWAPS, Basis
from qiantan.core.results.what_if.of_answers import SUPPOSED
from qiantan.core.study.shape import Amount, Named
from qiantan.core.templates.activity import MISSING, ActivityData, Entry
from qiantan.core.templates.schema import Section

Row = Mapping[str, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What to save: answers by field, whole tables by section; and `left`, what has no place in the other answers."""

    fields: Mapping[str, Entry]
    rows: Mapping[str, tuple[Row, ...]]
    left: tuple[Named, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to save."""
        return not self.fields and not self.rows


def taken(
    basis: Basis, changes: Mapping[str, Amount], into: ActivityData, swaps: Mapping[str, str] = NO_SWAPS
) -> Taken:
    """Return the cells that changes give, placed in other answers to the same template.

    A row counts as the same where its number, its choices and its name are. Figures of factors have no question and are
    left. Where from a supposed supplier's figure is stays open: it is asked when the answers are checked. Raises
    ChangeError as `Basis.answers` does.
    """
    factors = [dial.name for dial in basis.dials if dial.key in changes and dial.key.startswith("factor:")]
    data = basis.answers(changes, swaps)
    if data is None or basis.answered is None:
        return Taken(fields={}, rows={}, left=tuple(dial.name for dial in basis.dials if dial.key in changes))
    before = basis.answered.data
    fields = {key: _unsourced(entry) for key, entry in data.fields.items() if entry != before.fields.get(key)}
    rows: dict[str, tuple[Row, ...]] = {}
    left: list[Named] = []
    for section in basis.answered.template.sections:
        if section.kind != "rows" or data.rows.get(section.id) == before.rows.get(section.id):
            continue
        table = _Table(section, before.rows.get(section.id, ()), data.rows[section.id])
        placed = table.into(into.rows.get(section.id, ()))
        if placed is None:
            left.append(section.title)
        else:
            rows[section.id] = placed
    return Taken(fields=fields, rows=MappingProxyType(rows), left=(*factors, *left))


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a section before and after the changes."""

    section: Section
    before: tuple[Row, ...]
    after: tuple[Row, ...]

    def into(self, rows: tuple[Row, ...]) -> tuple[Row, ...] | None:
        """Return other rows with the changed cells; none where a changed row is another one there."""
        made = [dict(row) for row in rows]
        for number, row in enumerate(self.after):
            known = self.before[number] if number < len(self.before) else {}
            cells = {key: row.get(key, MISSING) for key in row.keys() | known.keys() if row.get(key) != known.get(key)}
            if not cells:
                continue
            if number >= len(self.before) and number == len(made):
                made.append({})
            elif number >= len(made) or self._named(made[number]) != self._named(known):
                return None
            for key, entry in cells.items():
                made[number][key] = _unsourced(entry)
        return tuple(made)

    def _named(self, row: Row) -> tuple[str, ...]:
        return tuple(self._words(row))

    def _words(self, row: Row) -> Iterator[str]:
        for field in self.section.fields:
            if field.kind == "choice" or field.id == "name":
                yield row.get(field.id, MISSING).value


def _unsourced(entry: Entry) -> Entry:
    """Return an entry without the words that stand for a source nobody gave, and without evidence of another figure."""
    if entry.value == SUPPOSED:
        return MISSING
    return replace(entry, evidence=())
