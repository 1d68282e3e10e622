"""The report as a Word document: real heading styles, tables with repeated headings, page numbers, East-Asian fonts."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from qiantan.core.formats.report.blocks import Chapter, Cover, Facts, ReportContent
from qiantan.core.formats.report.fonts import Fonts
from qiantan.core.formats.report.word_blocks import draw_block, draw_facts
from qiantan.core.formats.report.word_marks import DEEP, GREY, add_instruction, add_mark, write
from qiantan.core.formats.report.word_pages import set_properties, set_styles, start_body
from qiantan.core.formats.report.word_tables import PALE, RULE, SOFT, WIDTH, Cell, Run, add_table


def write_word(made: ReportContent, fonts: Fonts | None = None) -> bytes:
    """Return the report as .docx; with fonts its charts are pictures, without it says where they are."""
    document = Document()
    set_properties(document, made)
    set_styles(document)
    _cover(document, made.cover)
    start_body(document, made)
    _contents(document, made)
    for number, chapter in enumerate((*made.chapters, made.extract)):
        last = number == len(made.chapters)
        _chapter(document, chapter, fonts, new_page=number == 0 or last)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _cover(document: Any, cover: Cover) -> None:
    for _ in range(4):
        document.add_paragraph()
    write(document.add_paragraph(), cover.subtitle, size=Pt(11), colour=GREY)
    document.add_paragraph(cover.title, style="Title")
    write(document.add_paragraph(), cover.product, size=Pt(16))
    document.add_paragraph()
    headline = (
        (Run("产品碳足迹", 19, colour=SOFT),),
        (Run(cover.headline, 56, bold=True, colour="073B30"), Run(f"　{cover.headline_unit}", 24)),
        (Run(cover.headline_note, 18, colour=SOFT),),
    )
    add_table(document, [(Cell(headline, shade=PALE, edges={"left": (RULE, 24)}),)], (WIDTH,))
    document.add_paragraph()
    draw_facts(document, Facts(cover.facts), size=20)
    for text in (cover.issuer, cover.date):
        last = document.add_paragraph()
        last.alignment = WD_ALIGN_PARAGRAPH.CENTER
        last.paragraph_format.space_before = Pt(14)
        write(last, text, size=Pt(11))


def _contents(document: Any, made: ReportContent) -> None:
    """A table of contents that is complete as it stands; Word adds page numbers when the field is updated."""
    title = document.add_paragraph()
    write(title, "目录", size=Pt(16), colour=DEEP, bold=True)
    add_mark(title, "begin")
    add_instruction(title, 'TOC \\o "1-2" \\h \\z \\u')
    add_mark(title, "separate")
    for chapter in (*made.chapters, made.extract):
        line = _entry(document, Pt(3))
        write(line, _chapter_title(chapter), bold=True)
        for section in chapter.sections:
            line = _entry(document, Pt(0))
            line.paragraph_format.left_indent = Mm(6)
            write(line, f"{section.number}　{section.title}", size=Pt(9))
            write(line, _letters(section.letters), size=Pt(9), colour=GREY)
    add_mark(line, "end")


def _entry(document: Any, before: Any) -> Any:
    line = document.add_paragraph()
    line.paragraph_format.space_before = before
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = 1.0
    return line


def _chapter_title(chapter: Chapter) -> str:
    return f"{'附录 ' if chapter.number.isalpha() else ''}{chapter.number}　{chapter.title}"


def _letters(letters: str) -> str:
    return "　" + "".join(f"（{letter}）" for letter in letters) if letters else ""


def _chapter(document: Any, chapter: Chapter, fonts: Fonts | None, *, new_page: bool) -> None:
    heading = document.add_heading(_chapter_title(chapter), level=1)
    heading.paragraph_format.page_break_before = new_page
    for section in chapter.sections:
        line = document.add_heading(f"{section.number}　{section.title}", level=2)
        if section.letters:
            run = line.add_run(_letters(section.letters))
            run.font.bold = False
            run.font.color.rgb = GREY
        for block in section.blocks:
            draw_block(document, block, fonts)
