"""Word and PDF: what a reader sees can be read back, Chinese included."""

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader
from tests.core.formats.report_cases import FONTS, ISSUED, with_result

from qiantan.core.formats.report import FontMissing, content, find_fonts, write_pdf, write_word
from qiantan.core.formats.report.fonts import GlyphMissing
from qiantan.core.study.document import Product
from qiantan.core.study.shape import Named


@pytest.fixture(scope="module")
def made():
    study, result = with_result()
    return content(study, result, issued_on=ISSUED)


@pytest.fixture(scope="module")
def fonts():
    return find_fonts(FONTS)


@pytest.fixture(scope="module")
def pdf(made, fonts):
    return PdfReader(io.BytesIO(write_pdf(made, fonts)))


@pytest.fixture(scope="module")
def word(made, fonts):
    return Document(io.BytesIO(write_word(made, fonts)))


def _told(reader):
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def _written(document):
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return re.sub(r"\s", "", "".join(lines))


def test_the_pdf_gives_its_chinese_back(pdf):
    text = _told(pdf)
    for words in (
        "产品碳足迹报告",
        "贵州黔岭水泥有限公司",
        "普通硅酸盐水泥（黔岭牌）",
        "3.1声明单位与基准流",
        "641.560",
        "结果解释",
    ):
        assert words in text


def test_the_pdf_is_dated_titled_tagged_and_a4(pdf):
    assert pdf.metadata.title == "普通硅酸盐水泥（黔岭牌） 产品碳足迹报告"
    assert pdf.metadata.creation_date.date() == ISSUED
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]


def test_every_section_is_a_bookmark_of_the_pdf(pdf, made):
    def titles(outline):
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                yield entry.title.split("　")[0]

    found = list(titles(pdf.outline))
    assert [s.number for s in made.sections() if s.number not in found] == []


def test_the_english_extract_is_one_page(pdf):
    assert "English extract" in pdf.pages[-1].extract_text()
    assert "B.1 Recompute" in pdf.pages[-1].extract_text()


def test_the_same_content_gives_the_same_pdf(made, fonts):
    assert write_pdf(made, fonts) == write_pdf(made, fonts)


def test_word_holds_every_word_of_the_content(word, made):
    text = _written(word)
    for section in made.sections():
        assert re.sub(r"\s", "", f"{section.number}{section.title}") in text
        for block in section.blocks:
            cells = [cell for row in getattr(block, "rows", ()) for cell in row]
            assert [cell for cell in cells if re.sub(r"\s", "", cell) not in text] == []


def test_word_has_real_headings_and_pictures_with_words(word, made):
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "1　概况"
    assert len(headings) == len(made.chapters) + 1
    pictures = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert pictures == ["图 1　各阶段碳足迹（kgCO2e/1 t）", "图 2　排放从何而来、经过哪些阶段"]


def test_word_names_a_chinese_font_and_numbers_its_pages(word):
    normal = word.styles["Normal"].element.rPr.rFonts
    assert normal.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia") == "微软雅黑"
    footer = word.sections[-1].footer._element.xml
    assert " PAGE " in footer
    assert " NUMPAGES " in footer
    assert word.sections[0].footer.paragraphs[0].text == ""


def test_without_fonts_word_says_where_the_charts_are(made):
    document = Document(io.BytesIO(write_word(made)))
    assert len(document.inline_shapes) == 0
    assert sum(p.text == "（图见 PDF 版报告；数值见相邻的表。）" for p in document.paragraphs) == 2


def test_no_chinese_font_is_an_error_in_both_languages(tmp_path):
    with pytest.raises(FontMissing) as caught:
        find_fonts(tmp_path, system=False)
    assert "没有找到中文字体" in caught.value.zh
    assert "No Chinese font was found" in caught.value.en
    assert str(tmp_path) in caught.value.zh


def test_a_character_without_a_glyph_is_an_error_not_an_empty_box(fonts):
    name = Named(zh="水泥 \U00013000", en="Cement")
    study, result = with_result(product=Product(name=name, category="cement", specification="42.5"))
    with pytest.raises(GlyphMissing) as caught:
        write_pdf(content(study, result), fonts)
    assert "没有字符“\U00013000”" in caught.value.zh


def test_lowered_digits_are_shown_plain(fonts):
    study, result = with_result(
        product=Product(name=Named(zh="干冰 CO₂", en="CO2"), category="gas", specification="工业级")
    )
    assert "干冰CO2" in _told(PdfReader(io.BytesIO(write_pdf(content(study, result), fonts))))
