"""Shares of a mix: tables whose amounts only matter relative to their sum, such as the sources of electricity.

What such a table adds up to is made and passed on by a process of its own; how much of it is needed is asked elsewhere.
So the shares are what can be moved: the others give way in proportion, and the sum stays. Sources the plant does not
have yet stand behind its rows, with a share of zero.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from qiantan.core.findings import Text
from qiantan.core.quantities.units import normalise_unit
from qiantan.core.results.what_if.dial import ChangeError, Dial, fault
from qiantan.core.study.shape import Amount, Named, plain
from qiantan.core.templates.activity import ActivityData, Entry, State
from qiantan.core.templates.answers import Answers, choice_label, converted, figure
from qiantan.core.templates.schema import Section, Template

HUNDRED = Decimal(100)
_DIGITS = 20


class Source(NamedTuple):
    """A row of a mix: its number in the table from 0, the key of its choice, its words, and its amount in the mix's unit."""

    row: int
    choice: str
    name: Named
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A table of shares: its section, its columns of choice and amount, the unit of its sum, its rows and what could
    be rows.
    """

    section: Section
    choice: str
    amount: str
    unit: str
    sources: tuple[Source, ...]

    @property
    def whole(self) -> Decimal:
        """The sum of all amounts."""
        return sum((source.amount for source in self.sources), Decimal(0))

    def key(self, source: Source) -> str:
        """Return the key of the dial of a source."""
        return f"share:{self.section.id}[{source.row + 1}]"

    def dials(self) -> Iterator[Dial]:
        """Yield the share of every source, per cent; its effect is that of one percentage point more."""
        for source in self.sources:
            share = source.amount / self.whole * HUNDRED
            yield Dial(
                key=self.key(source),
                kind="share",
                name=source.name,
                owner=self.section.title,
                value=_short(share),
                unit="%",
                low=0.0,
                high=100.0,
                mix=self.section.id,
            )

    def shares(self, changes: Mapping[str, Amount]) -> dict[str, Decimal]:
        """Return the share of every source, per cent, when some are set and the others give way in proportion.

        Raises ChangeError where the shares set add up to more than the whole, or nothing is left to fill it.
        """
        fixed = {self.key(s): changes[self.key(s)].value for s in self.sources if self.key(s) in changes}
        left = HUNDRED - sum(fixed.values(), Decimal(0))
        free = [source for source in self.sources if self.key(source) not in fixed]
        rest = sum((source.amount for source in free), Decimal(0))
        if left < 0 or (left > 0 and not rest):
            told = plain(_short(HUNDRED - left))
            raise ChangeError(
                fault(
                    key,
                    "SHARES",
                    Text(
                        f"“{self.section.title.zh}”设定的占比合计 {told} %，须为 100 %。",
                        f"The shares set in “{self.section.title.en}” add up to {told} %, not to 100 %.",
                    ),
                    found=f"{told} %",
                    expected=Text("合计 100 %", "100 % in all"),
                )
                for key in list(fixed)[-1:]
            )
        return {
            self.key(s): fixed[self.key(s)]
            if self.key(s) in fixed
            else (left * s.amount / rest if rest else Decimal(0))
            for s in self.sources
        }

    def applied(self, data: ActivityData, changes: Mapping[str, Amount]) -> ActivityData:
        """Return the answers with the amounts that the changed shares give; the same where no share is changed."""
        if not any(self.key(source) in changes for source in self.sources):
            return data
        shares, rows = self.shares(changes), [dict(row) for row in data.rows[self.section.id]]
        there = len(rows)
        for source in self.sources:
            amount = _short(self.whole * shares[self.key(source)] / HUNDRED)
            if source.row >= there:
                if not amount:
                    continue
                rows.append({self.choice: Entry(state=State.PROVIDED, value=source.choice)})
            row = rows[source.row] if source.row < there else rows[-1]
            known = row.get(self.amount, Entry(source="estimate"))
            row[self.amount] = Entry(
                state=State.PROVIDED,
                value=plain(amount),
                unit=self.unit,
                source=known.source,
                evidence=known.evidence,
                note=known.note,
            )
        return ActivityData(
            template=data.template,
            version=data.version,
            fields=data.fields,
            rows=MappingProxyType({**data.rows, self.section.id: tuple(rows)}),
        )


def mixes(template: Template, data: ActivityData) -> tuple[Mix, ...]:
    """Return the tables of a template whose sum is the output of a process and whose rows are chosen by kind."""
    return tuple(mix for mix in _mixes(template, Answers(template, data)) if mix.whole > 0)


def _mixes(template: Template, answers: Answers) -> Iterator[Mix]:
    for process in template.processes:
        for output in process.outputs:
            choice = next(
                (x.supply.choose for x in process.exchanges if x.rows == output.rows and x.supply.choose), None
            )
            if output.rows is None or choice is None:
                continue
            section = answers.section(output.rows)
            column = next(each for each in section.fields if each.id == choice)
            sources, unit = _rows(answers, section, choice, output.field)
            present = {source.choice for source in sources}
            behind = len(answers.data.rows.get(section.id, ()))
            absent = [each for each in column.choices if each.key not in present]
            sources += [Source(behind + n, each.key, each.label, Decimal(0)) for n, each in enumerate(absent)]
            yield Mix(section=section, choice=choice, amount=output.field, unit=unit, sources=tuple(sources))


def _rows(answers: Answers, section: Section, choice: str, amount: str) -> tuple[list[Source], str]:
    sources: list[Source] = []
    unit = ""
    for index, row in answers.rows(section.id):
        asked = answers.at(amount, section.id, index, row)
        value, kind = figure(asked.entry), answers.at(choice, section.id, index, row)
        if value is None or not kind.entry.provided:
            continue
        unit = unit or normalise_unit(asked.entry.unit)
        name = choice_label(kind.field, kind.entry.value)
        sources.append(Source(index, kind.entry.value, name, converted(value, asked.entry.unit, unit)))
    return sources, unit


def _short(value: Decimal) -> Decimal:
    return Decimal(plain(Decimal(f"{value:.{_DIGITS}g}"))) if value else Decimal(0)
