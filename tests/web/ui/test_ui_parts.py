"""Figures in words, pages of a list, tables as files, charts as options."""

import pytest

from qiantan.web.ui.charts import Chart, guarded, sankey, table_csv
from qiantan.web.ui.parts import Cell, Column, Page, Row, Share, Table
from qiantan.web.ui.tags.figures import stage_bar
from qiantan.web.ui.tags.layout import qr_picture
from qiantan.web.ui.wording import file_size, percent, significant


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 3, "0"),
        (855.3, 3, "855"),
        (855.3, 4, "855.3"),
        (0.012345, 3, "0.0123"),
        (1234567, 3, "1,230,000"),
        (-2.5, 3, "-2.50"),
        (9.999, 3, "10.0"),
        (0.99999, 3, "1.00"),
        (0.09996, 3, "0.100"),
        (1e-9, 3, "1 × 10⁻⁹"),
        (5, 1, "5"),
        (0.3, 1, "0.3"),
    ],
)
def test_a_figure_keeps_its_significant_digits(value, digits, text):
    assert significant(value, digits) == text


def test_a_missing_share_is_a_dash_and_never_zero():
    assert (percent(None), percent(0.0), percent(0.0421)) == ("—", "0.0%", "4.2%")


def test_sizes_are_read_by_people():
    assert [file_size(size) for size in (0, 1023, 1024, 812_330, 20 * 1024**2)] == [
        "0 B", "1023 B", "1 KB", "793 KB", "20.0 MB"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [(1, 1, (1,)), (1, 3, (1, 2, 3)), (4, 12, (1, 0, 3, 4, 5, 0, 12)), (12, 12, (1, 0, 11, 12))],
)
def test_the_pages_offered_are_the_first_the_last_and_those_around(number, pages, shown):
    assert Page(number=number, pages=pages, total=pages * 20).numbers == shown


def test_a_table_as_a_file_opens_in_chinese_and_runs_nothing():
    table = Table(
        caption="x",
        columns=[Column(title="名称"), Column(title="数值", unit="t")],
        rows=[Row(cells=[Cell(text='=HYPERLINK("x")'), Cell(text="-1.5")])],
    )

    assert table_csv(table).decode("utf-8-sig") == '名称,数值 (t)\r\n"\'=HYPERLINK(""x"")",-1.5\r\n'
    assert table_csv(table).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("@x", "'@x"), ("-x", "'-x"), ("-1,234.5", "-1,234.5"), ("1", "1"), ("", "")],
)
def test_only_what_a_spreadsheet_would_run_is_guarded(text, safe):
    assert guarded(text) == safe


def test_a_chart_says_its_own_description_and_uses_text_tooltips():
    chart = Chart(
        id="x",
        title="x",
        description="四个来源",
        option={"tooltip": {"renderMode": "html", "trigger": "item"}},
        table=Table(caption="x", columns=[], rows=[]),
    )

    option = chart.complete_option

    assert option["tooltip"] == {"renderMode": "richText", "confine": True, "trigger": "item"}
    assert option["aria"]["label"]["description"] == "四个来源"


def test_bands_of_equal_names_stay_apart_in_a_sankey():
    option = sankey([("a", "电力", 0), ("b", "电力", 0), ("k", "熟料", 1)], [("a", "k", 1.0), ("b", "k", 2.0)])

    series = option["series"][0]
    names = [node["name"] for node in series["data"]]
    assert len(set(names)) == 3
    assert [name.strip("\u200b") for name in names] == ["电力", "电力", "熟料"]
    assert [link["source"] for link in series["links"]] == names[:2]


def test_the_segments_of_a_stage_bar_follow_each_other():
    bars = stage_bar([Share(name="a", percent=40, text=""), Share(name="b", percent=60, text="", default=True)], "x")

    assert [(bar["x"], bar["width"]) for bar in bars["bars"]] == [("0.000", "40.000"), ("40.000", "60.000")]
    assert bars["has_default"]


def test_a_code_is_drawn_without_any_style():
    picture = qr_picture("https://example.org/01/06901234567892", '"标识"')

    assert "style=" not in picture
    assert "&quot;标识&quot;" in picture
