"""The footprint report: one content, drawn as Word and as PDF."""

from qiantan.core.formats.report.blocks import ReportContent
from qiantan.core.formats.report.content import ReportIncomplete, content
from qiantan.core.formats.report.fonts import FontMissing, Fonts, find_fonts
from qiantan.core.formats.report.items import missing_items
from qiantan.core.formats.report.pdf import write_pdf
from qiantan.core.formats.report.word import write_word

__all__ = [
    "FontMissing",
    "Fonts",
    "ReportContent",
    "ReportIncomplete",
    "content",
    "find_fonts",
    "missing_items",
    "write_pdf",
    "write_word",
]
