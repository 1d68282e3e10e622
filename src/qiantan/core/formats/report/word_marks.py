"""What python-docx has no call for: fields and ruled paragraphs; and runs of text in the colours of the report."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from qiantan.core.formats.report.word_tables import clean

GREEN, DEEP, GREY = RGBColor(0x0B, 0x5A, 0x47), RGBColor(0x07, 0x3B, 0x30), RGBColor(0x56, 0x63, 0x5E)
INK = RGBColor(0x1B, 0x24, 0x21)


def write(paragraph: Any, text: str, *, size: Any = None, bold: bool = False, colour: RGBColor | None = None) -> None:
    """Add a run of text to a paragraph."""
    run = paragraph.add_run(clean(text))
    if bold:
        run.font.bold = True
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a field that the office program fills in (PAGE, NUMPAGES)."""
    add_mark(paragraph, "begin")
    add_instruction(paragraph, instruction)
    add_mark(paragraph, "separate")
    write(paragraph, "1", size=Pt(8), colour=GREY)
    add_mark(paragraph, "end")


def add_mark(paragraph: Any, kind: str) -> None:
    """Add the begin, separate or end mark of a field."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    _small(paragraph)._r.append(mark)  # noqa: SLF001 - python-docx has no call for fields


def add_instruction(paragraph: Any, instruction: str) -> None:
    """Add the instruction of a field."""
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {instruction} "
    _small(paragraph)._r.append(told)  # noqa: SLF001 - python-docx has no call for fields


def _small(paragraph: Any) -> Any:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    run.font.color.rgb = GREY
    return run


def rule_below(paragraph_or_style: Any, colour: str) -> None:
    """Rule a line below a paragraph, or below every paragraph of a style."""
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", colour)):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    properties = paragraph_or_style._element.get_or_add_pPr()  # noqa: SLF001 - python-docx has no call for borders
    # The schema wants borders before the parts named here.
    later = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
    following = next((child for name in later for child in properties.findall(qn(name))), None)
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)
