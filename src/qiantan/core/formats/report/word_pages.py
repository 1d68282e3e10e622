"""The paper of the Word report: properties, styles, margins, header and footer."""

import datetime as dt
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from qiantan.core.formats.report.blocks import ReportContent
from qiantan.core.formats.report.word_marks import DEEP, GREEN, GREY, INK, add_field, rule_below, write
from qiantan.core.formats.report.word_tables import CELL_STYLE, LINE, RULE, WIDTH, clean

# Fonts of the reader, not of this machine: every office program for Chinese has them or knows their substitutes.
LATIN, CHINESE = "Arial", "微软雅黑"


def set_properties(document: Any, made: ReportContent) -> None:
    """Say what the document is, in which language, of which day."""
    properties = document.core_properties
    properties.title = clean(made.header)
    properties.subject = made.number
    properties.author = clean(made.cover.issuer)
    properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = dt.datetime.fromisoformat(made.dated)


def set_styles(document: Any) -> None:
    """Set fonts, sizes and colours of the styles used, and the paper."""
    looks = {
        "Normal": (10, None, False, 0, 4),
        "Title": (28, DEEP, True, 0, 6),
        "Heading 1": (16, DEEP, True, 18, 8),
        "Heading 2": (12, GREEN, True, 12, 4),
        "Caption": (9, None, True, 8, 3),
        CELL_STYLE: (8.5, None, False, 2, 2),
    }
    document.styles.add_style(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for name, (size, colour, bold, before, after) in looks.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.bold = bold
        style.font.italic = False
        style.font.name = LATIN
        if colour is not None:
            style.font.color.rgb = colour
        elif name == "Caption":
            style.font.color.rgb = INK
        _east_asian(style)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        _unruled(style)
        style.paragraph_format.keep_with_next = name in {"Heading 1", "Heading 2", "Caption"}
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    document.styles[CELL_STYLE].paragraph_format.line_spacing = 1.1
    rule_below(document.styles["Heading 1"], RULE)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.left_margin, section.right_margin = Mm(24), Mm(22)


def _unruled(style: Any) -> None:
    # The title of python-docx's own template stands on a line.
    properties = style.element.get_or_add_pPr()
    for line in properties.findall(qn("w:pBdr")):
        properties.remove(line)


def _east_asian(style: Any) -> None:
    # Word chooses the font of Chinese text by its own attribute, and theme fonts would win over a name.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:eastAsia"), CHINESE)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)
    # Without the language, a substitute font may draw Japanese forms of the same characters.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    for old in style.element.rPr.findall(qn("w:lang")):
        style.element.rPr.remove(old)
    style.element.rPr.append(language)


def start_body(document: Any, made: ReportContent) -> None:
    """Begin the pages after the cover, with header and footer."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    foot = section.footer.paragraphs[0]
    for line in (head, foot):
        # The styles of header and footer bring tab stops for another paper.
        line.style = document.styles["Normal"]
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    write(head, f"{made.header}\t{made.number}", size=Pt(8), colour=GREY)
    rule_below(head, LINE)
    write(foot, "黔碳 · 依据 GB/T 24067—2024\t第 ", size=Pt(8), colour=GREY)
    add_field(foot, "PAGE")
    write(foot, " 页，共 ", size=Pt(8), colour=GREY)
    add_field(foot, "NUMPAGES")
    write(foot, " 页", size=Pt(8), colour=GREY)
