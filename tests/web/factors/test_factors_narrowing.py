"""The factor library without scripts: facets, comparing, editions, like values, files, what is withheld, own studies."""

import csv
import io
import json
import re

import pytest
from tests.factories.records import AT, filled_activity, user

from qiantan.core.rules.load import factor_rows
from qiantan.core.study.document import Factor
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_library")]


@pytest.fixture
def _library():
    load_rulebook_factors(at=AT)


def page(client, address: str, **asked: str) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_facet_leads_to_as_many_factors_as_it_says(client):
    found = page(client, "/factors/", q="柴油")
    links = re.findall(
        r'<li><a href="(/factors/\?[^"]*)">\s*<span>[^<]*</span><span class="qt-count">(\d+)</span>', found
    )

    assert len(links) >= 15
    for address, count in links[::4]:
        assert f"共 {count} 条" in page(client, address.replace("&amp;", "&")), address


def test_facets_are_kept_when_another_word_is_searched(client):
    found = page(client, "/factors/", q="煤", kind="parameter", geography="CN")

    assert '<input type="hidden" name="kind" value="parameter">' in found
    assert '<input type="hidden" name="geography" value="CN">' in found


def test_four_factors_are_compared_and_a_fifth_is_not_taken(client):
    ids = [f"{source}-diesel-ncv" for source in ("ndrc24", "mee-ets", "gbt32151-34")] + ["cn-heat-default", "cn-al-cf4"]
    found = page(client, "/factors/compare/", id=",".join(ids))

    assert all(key in found for key in ids[:4])
    assert f"/factors/{ids[4]}/" not in found
    assert "数值不能直接比大小" in found


def test_like_figures_are_compared_in_one_unit(client):
    found = page(client, "/factors/compare/", id="cpcd-34280D0042022C-1,cpcd-15200X0502025C-1")

    option = json.loads(re.search(r'id="compared-option"[^>]*>(.*?)</script>', found, re.DOTALL)[1])
    ammonia, limestone = (
        float(factor_rows()[key][1][0].kg) for key in ("cpcd-34280D0042022C-1", "cpcd-15200X0502025C-1")
    )
    assert option["series"][0]["data"] == pytest.approx([ammonia * 1000, limestone], rel=1e-3)


def test_an_empty_comparison_says_where_to_choose(client):
    assert "还没有选择要比较的因子" in page(client, "/factors/compare/")


def test_a_factor_shows_its_editions_and_that_old_studies_stay(client):
    found = page(client, "/factors/cn-grid-co2-2022-520000/")

    for year, figure in (("2021", "0.5182"), ("2022", "0.4989"), ("2023", "0.5683")):
        assert f"{year} · {figure} kgCO₂/kWh" in found
    assert "新的发布不改变旧的研究" in found


def test_where_a_figure_stands_is_hidden_below_five_of_a_kind(client):
    assert "在可比的值中" in page(client, "/factors/ndrc24-diesel-ncv/")
    assert "在可比的值中" not in page(client, "/factors/cn-heat-default/")


def test_the_gases_of_a_factor_are_shown_with_their_equivalents(client):
    """6.7 kg CH4 of fossil origin × GWP100 29.8 (AR6) = 199.66 kg CO2e."""
    found = page(client, "/factors/ipcc-cmm-ug-lt200-kg/")

    assert "199.66" in found
    assert "29.8" in found


def test_one_factor_comes_as_csv_and_as_json(client):
    table = client.get("/factors/cn-elec-cf-2024-CN/file/csv/")
    document = client.get("/factors/cn-elec-cf-2024-CN/file/json/")

    [row] = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))
    assert row["kg"] == "0.5777"
    assert Factor.model_validate_json(document.content).id == "cn-elec-cf-2024-CN"
    assert client.get("/factors/cn-elec-cf-2024-CN/file/exe/").status_code == 404


def test_what_is_withheld_says_where_its_owner_offers_it(client):
    found = page(client, "/factors/", q="氧化铝")

    assert "库中没有收录" in found
    assert "供应商产品碳足迹声明" in found


def test_releases_are_offered_unless_their_terms_forbid_it(client):
    found = page(client, "/factors/releases/")

    assert "/factors/releases/mee-ets-fuels/archive/" in found
    assert "/factors/releases/cpcd-single-facts-2025/archive/" not in found
    assert client.get("/factors/releases/archive/")["Content-Type"] == "application/zip"
    assert client.get("/factors/releases/cpcd-single-facts-2025/archive/").status_code == 403


def test_a_member_sees_how_many_own_studies_use_a_factor_and_a_stranger_only_their_own(client):
    clerk = user()
    study = footprints.freeze_study(activity=filled_activity(clerk), by=clerk, at=AT)
    used = next(key for key in factor_rows() if f'"id":"{key}"'.encode() in bytes(study.content))

    assert "份已冻结的研究用到它" not in page(client, f"/factors/{used}/")
    client.force_login(clerk)
    assert "1 份已冻结的研究用到它" in page(client, f"/factors/{used}/")


def test_words_looked_up_instead_are_said(client):
    found = page(client, "/factors/", q="原煤")

    assert "“原煤”同时按 烟煤、无烟煤、煤炭 查找" in found
