"""The factor library: search, panel, export, the two electricity families."""

import csv
import io

import pytest
from tests.factories.records import AT

from qiantan.core.rules.load import factor, factor_ids
from qiantan.registry.factors.operations import load_rulebook_factors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_library")]


@pytest.fixture
def _library():
    load_rulebook_factors(at=AT)


@pytest.mark.parametrize("text", ["电力", "dianli", "dl", "electricity"])
def test_a_factor_is_found_in_chinese_pinyin_initials_and_english(client, text):
    found = client.get("/factors/", {"q": text, "topic": "electricity"}).content.decode()

    assert "<tbody>" in found
    assert "没有找到这样的因子" not in found


def test_a_factor_says_value_unit_source_and_certainty_exactly_as_published(client):
    shown = factor("cpcd-65119X0322024C")

    text = client.get("/factors/cpcd-65119X0322024C/").content.decode()

    assert "<b>0.1502</b>" in text
    assert "kgCO₂e/t·km" in text
    assert shown.provenance.place in text
    assert "确定程度中" in text


def test_the_accounts_family_of_electricity_is_marked_as_useless_for_footprints(client):
    chosen = next(one for one in factor_ids("electricity") if factor(one).kind == "electricity_emission")

    assert "不得用于产品碳足迹" in client.get(f"/factors/{chosen}/").content.decode()


def test_the_panel_holds_the_same_as_the_page(client):
    page = client.get("/factors/cpcd-65119X0322024C/").content.decode()
    panel = client.get("/factors/cpcd-65119X0322024C/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in panel
    assert panel.strip() in page


def test_the_export_holds_every_row_of_the_filter_and_numbers_as_numbers(client):
    answer = client.get("/factors/", {"topic": "transport", "export": "csv"})

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="factors.csv"'
    assert rows[0][:3] == ["名称", "数值", "单位"]
    assert len(rows) == 1 + len(factor_ids("transport"))
    assert all(float(row[1]) > 0 for row in rows[1:])


@pytest.mark.parametrize("factor_id", ["nothing", "../etc/passwd", "煤", "a" * 900])
def test_an_unknown_factor_is_not_found(client, factor_id):
    assert client.get(f"/factors/{factor_id}/").status_code == 404


@pytest.mark.parametrize("text", ["'; DROP TABLE", "a & | !", ":*", "（）", "煤" * 500])
def test_any_text_may_be_searched(client, text):
    assert client.get("/factors/", {"q": text}).status_code == 200


@pytest.mark.parametrize("address", ["/factors/%00/", "/factors/?q=%00", "/search/?q=a%00b"])
def test_an_address_that_means_nothing_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_nothing_found_says_what_to_do(client):
    text = client.get("/factors/", {"q": "没有的东西"}).content.decode()

    assert "没有找到这样的因子" in text
    assert "查看全部因子" in text


def test_the_list_takes_three_queries(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/factors/", {"q": "煤"})
