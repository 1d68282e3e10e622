"""Read a section repeated by rows: a table with one column per question.

A plant's table may hold tens of thousands of rows. So the form is checked column by column over the distinct cells, and
the answers of a row are made when somebody asks for them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from qiantan.core.formats.workbook.cells import as_text
from qiantan.core.formats.workbook.layout import Layout
from qiantan.core.formats.workbook.messages import fault
from qiantan.core.formats.workbook.once import Gathered, Line, marked
from qiantan.core.formats.workbook.parse import Sheet
from qiantan.core.formats.workbook.question import Question
from qiantan.core.formats.workbook.wire import Aspect, fold
from qiantan.core.templates.activity import Entry
from qiantan.core.templates.schema import Section

_TOTALS: Final = frozenset(map(fold, ("合计", "小计", "总计", "共计", "total", "sum", "subtotal")))


class TableRow(Mapping[str, Entry]):
    """The answers of one row by question, made when first asked for."""

    __slots__ = ("_cells", "_made", "_number", "_questions")

    def __init__(self, questions: Sequence[Question], number: int, cells: Sequence[Any]) -> None:
        """Keep what is needed to make the answers."""
        self._questions = questions
        self._number = number
        self._cells = cells
        self._made: dict[str, Entry] | None = None

    def _entries(self) -> dict[str, Entry]:
        if self._made is None:
            asked = ((one.field.id, one.entry(self._number, self._cells)) for one in self._questions)
            self._made = {key: entry for key, entry in asked if entry is not None}
        return self._made

    def __getitem__(self, key: str) -> Entry:
        return self._entries()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())


def read_table(
    sheet: Sheet, section: Section, layout: Layout, lines: Sequence[Line], gathered: Gathered
) -> tuple[Mapping[str, Entry], ...]:
    """Return the rows of a table that hold an answer, each cell with its place."""
    questions = [Question(sheet, field, layout) for field in section.fields]
    kept = _answered(sheet, questions, layout, lines, gathered)
    told = [one for question in questions for one in question.faults(kept)]
    for row, column, one, unclear in sorted(told, key=lambda one: one[:2]):
        place = sheet.place(row, column)
        gathered.findings.append(fault(one.code, place, one.found, **one.facts))
        if unclear:
            gathered.unclear |= {place, *(q.place(row) for q in questions if column in _columns(q))}
    _note_marked(sheet, questions, kept, gathered)
    _note_own_numbers(sheet, layout, kept, gathered)
    if len(kept) > section.most:
        gathered.note("WB-ROWS-MOST", sheet.place(layout.row, sheet.left), len(kept), most=section.most)
        gathered.unclear.add(section.id)
    gathered.unclear |= {one.place(row) for one in questions if one.at < 0 for row, _ in kept}
    return tuple(TableRow(questions, number, cells) for number, cells in kept)


def _columns(question: Question) -> set[int]:
    return {question.index(aspect) for aspect in question.sides}


def _answered(
    sheet: Sheet, questions: Sequence[Question], layout: Layout, lines: Sequence[Line], gathered: Gathered
) -> list[Line]:
    """Return the lines that hold an answer; note totals, repeated rows, and remarks that stand alone."""
    asked = sorted({at for one in questions for at in (one.at, *_but_unit(one)) if at >= 0})
    if not asked:
        return []
    columns = [[cells[at] if at < len(cells) else "" for _, cells in lines] for at in asked]
    # A moment is a list and cannot be compared by hash; its text can.
    columns = [list(map(str, cells)) if list in set(map(type, cells)) else cells for cells in columns]
    name = next((one.at for one in questions if one.field.kind == "text" and one.at >= 0), -1)
    totals = _total_rows(columns[asked.index(name)], lines) if name >= 0 else frozenset()
    odd = {row for row, _ in (*sheet.errors, *sheet.uncalculated)}
    kept: list[Line] = []
    seen: dict[tuple[Any, ...], int] = {}
    for line, said in zip(lines, zip(*columns, strict=True), strict=True):
        number, cells = line
        if said.count("") == len(said) and number not in odd:
            _note_lonely(sheet, layout, line, gathered)
        elif number in totals:
            gathered.note("WB-ROW-TOTAL", sheet.place(number, name + sheet.left), as_text(cells[name]))
        else:
            first = seen.setdefault(said, number)
            if first != number:
                gathered.note("WB-ROW-REPEATED", f"{sheet.name}!{number + 1}", other=first + 1)
            kept.append(line)
    return kept


def _total_rows(names: Sequence[Any], lines: Sequence[Line]) -> frozenset[int]:
    """Return the rows named 合计 and the like: counting them would count everything twice."""
    totals = {name for name in set(names) if isinstance(name, str) and fold(name) in _TOTALS}
    return (
        frozenset(line[0] for line, name in zip(lines, names, strict=True) if name in totals) if totals else frozenset()
    )


def _but_unit(question: Question) -> list[int]:
    return [at for aspect, at in question.sides.items() if aspect is not Aspect.UNIT]


def _note_marked(sheet: Sheet, questions: Sequence[Question], kept: Sequence[Line], gathered: Gathered) -> None:
    """Note error values and formulas without result in the columns of the questions."""
    rows = {number for number, _ in kept}
    owner = {
        one.index(aspect): one
        for one in questions
        for aspect in (Aspect.VALUE, *one.sides)
        if aspect in one.sides or one.at >= 0
    }
    for at in sorted({*sheet.errors, *sheet.uncalculated}):
        question = owner.get(at[1])
        if question is not None and at[0] in rows:
            marked(sheet, question.field, at, gathered, question.place(at[0]))


def _note_lonely(sheet: Sheet, layout: Layout, line: Line, gathered: Gathered) -> None:
    """Note a unit or a remark that stands alone; a running number alone means nothing."""
    number, cells = line
    for index, column in layout.columns.items():
        text = as_text(_cell(cells, index - sheet.left))
        lonely = column.aspect is Aspect.UNIT and column.field is not None and text != column.field.unit
        if text and (lonely or (column.key == "#number" and not text.isdigit())):
            gathered.note("WB-CELL-STRAY", sheet.place(number, index), text)


def _note_own_numbers(sheet: Sheet, layout: Layout, kept: Sequence[Line], gathered: Gathered) -> None:
    """Note once that somebody numbered the rows in an own way, which is not read."""
    index = layout.index("#number")
    at = -1 if index is None else index - sheet.left
    others = [
        (row, cell) for row, cells in kept if type(cell := _cell(cells, at)) is not float or not cell.is_integer()
    ]
    own = [(row, text) for row, cell in others if (text := as_text(cell)) and not text.isdigit()]
    if own and index is not None:
        gathered.note("WB-ROW-NUMBERS", sheet.place(own[0][0], index), own[0][1], count=len(own))


def _cell(cells: Sequence[Any], at: int) -> Any:
    return cells[at] if 0 <= at < len(cells) else ""
