"""The report as PDF, set by typst from `report.typ`; the same content and font give the same bytes."""

import json
from dataclasses import asdict
from importlib import resources

import typst

from qiantan.core.formats.report.blocks import ReportContent
from qiantan.core.formats.report.fonts import Fonts, GlyphMissing

# Lowered digits stand in few Chinese fonts; the template lowers the digits of gases itself.
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def write_pdf(made: ReportContent, fonts: Fonts) -> bytes:
    """Return the report as PDF/A-2a on A4: tagged, searchable, fonts embedded.

    Raises GlyphMissing where the font cannot show a character: PDF/A forbids the empty boxes other PDFs hide.
    """
    content = json.dumps(asdict(made), ensure_ascii=False).translate(_PLAIN)
    compiler = typst.Compiler(
        input=(resources.files(__package__) / "report.typ").read_bytes(),
        font_paths=fonts.collection,
        ignore_system_fonts=True,
        sys_inputs={"content": content, "family": fonts.family},
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2a"])
    except typst.TypstError as error:
        if "could not be displayed" in error.message:
            raise GlyphMissing(fonts.family, error.message) from None
        raise
    assert isinstance(pdf, bytes)
    return pdf
