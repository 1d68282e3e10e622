"""The pages of the gap board, the targets and the previews, as people read them, without scripts."""

import csv
import io

import pytest
from django.urls import reverse
from tests.factories.frozen import frozen_study
from tests.factories.gaps import analyst, counted
from tests.factories.records import AT, user

from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.gaps import operations
from qiantan.registry.gaps.models import Gap, Impact
from qiantan.registry.network.operations import queue_rebuild, rebuild_network

pytestmark = pytest.mark.django_db

GRID = "cn-elec-cf-2024-CN"


@pytest.fixture
def frozen():
    """Two frozen studies, in the network and on the board."""
    load_rulebook_factors(at=AT)
    studies = [frozen_study("cement"), frozen_study("electrolytic_aluminium")]
    rebuild = queue_rebuild(by=None, at=AT)
    rebuild_network(public_id=str(rebuild.public_id), at=AT)
    counted()
    return studies


@pytest.fixture
def looking(client):
    client.force_login(analyst())
    return client


def said(client, name: str, *args, **query) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def ask(client, changes: str, threshold: str = "1"):
    return client.post(reverse("gaps:impacts"), {"changes": changes, "threshold": threshold}, follow=True)


def test_the_board_shows_the_gaps_with_the_parts_of_their_score(looking, frozen):
    page = said(looking, "gaps:board")

    assert "外购氧化铝" in page
    assert "供应商数值未经核查" in page
    assert page.index("外购氧化铝") < page.index("重油")
    assert "得分 = 需求 × 贡献 × 不确定性" in page
    assert "2 / 2" in page


def test_the_board_is_narrowed(looking, frozen):
    page = said(looking, "gaps:board", reason="missing")

    assert "氟化铝" in page
    assert "外购氧化铝" not in page
    assert "没有这样的缺口" in said(looking, "gaps:board", q="没有的东西")
    assert "外购氧化铝" in said(looking, "gaps:board", reason="nonsense", category="nonsense")


def test_the_board_in_english(looking, frozen):
    looking.post(reverse("set_language"), {"language": "en"})

    page = said(looking, "gaps:board")

    assert "Supplier&#x27;s figure, not verified" in page


def test_the_board_as_a_file_holds_every_part_of_the_score(looking, frozen):
    content = looking.get(reverse("gaps:board"), {"export": "csv"}).content.decode("utf-8-sig")

    header, first, *rest = csv.reader(io.StringIO(content))
    assert len(rest) + 1 == Gap.objects.count()
    demand, contribution, uncertainty, score = map(float, first[-4:])
    assert demand * contribution * uncertainty == pytest.approx(score, rel=1e-8)
    assert len(header) == len(first)


def test_a_gap_shows_what_stands_there_and_who_asks(looking, frozen):
    number = Gap.objects.order_by("-swing").first().pk

    page = said(looking, "gaps:gap", number)

    assert "供应商提供的数值" in page
    assert frozen[1].number in page
    assert frozen[0].number not in page


def test_an_empty_board_says_so(looking):
    assert "还没有统计" in said(looking, "gaps:board")


def test_a_count_is_asked_for_and_stopped(looking, frozen):
    looking.post(reverse("gaps:count"))

    assert "统计因子缺口" in said(looking, "gaps:board")
    polled = looking.get(reverse("gaps:count_state"), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in polled
    looking.post(reverse("gaps:stop_count"))
    assert looking.get(reverse("gaps:count_state"), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.parametrize("kind", ["visitor", "clerk", "analyst"])
def test_the_targets_are_open_to_everyone(client, kind):
    load_rulebook_factors(at=AT)
    if kind != "visitor":
        client.force_login(analyst() if kind == "analyst" else user())

    page = said(client, "gaps:targets")

    assert "他省目标，仅作参照" in page
    assert "原文没有给出数量" in page
    assert "/ 100" in page
    for name in ("钢铁", "水泥", "煤炭", "焦化"):
        assert name in page


def test_a_typed_list_is_answered(looking, frozen):
    response = ask(looking, f"{GRID} -10%")

    page = response.content.decode()
    assert "2 / 2" in page
    assert all(one.number in page for one in frozen)
    assert "0.51993" in page
    assert Impact.objects.get().threshold == pytest.approx(0.01)


def test_the_answer_as_a_file_has_full_figures(looking, frozen):
    ask(looking, f"{GRID} -10%")
    impact = Impact.objects.get()

    content = looking.get(reverse("gaps:impact", args=[impact.public_id]), {"export": "csv"}).content.decode(
        "utf-8-sig"
    )

    rows = list(csv.reader(io.StringIO(content)))
    assert len(rows) == 3
    for row in rows[1:]:
        assert float(row[4]) - float(row[3]) == pytest.approx(float(row[5].lstrip("'")), rel=1e-9)


def test_faults_of_a_list_are_told_together_with_their_lines(looking, frozen):
    response = ask(looking, f"unknown 1\n{GRID} NaN\n{GRID} -5")

    page = response.content.decode()
    assert response.status_code == 422
    assert "第 1 行" in page
    assert "第 2 行" in page
    assert "unknown" in page
    assert Impact.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "   ", "# nothing"])
def test_an_empty_list_is_refused(looking, frozen, typed):
    assert ask(looking, typed).status_code in {422, 400}
    assert Impact.objects.count() == 0


@pytest.mark.parametrize("threshold", ["", "-1", "abc", "1e9", "NaN"])
def test_a_threshold_that_is_none_is_refused(looking, frozen, threshold):
    assert ask(looking, f"{GRID} 0.5", threshold).status_code == 422
    assert Impact.objects.count() == 0


def test_a_doubtful_change_is_computed_and_doubted(looking, frozen):
    assert "1e+03 倍" in ask(looking, f"{GRID} 577.7").content.decode()


def test_a_large_preview_shows_how_far_it_is(looking, frozen, monkeypatch):
    from qiantan.registry.gaps import foreseeing

    monkeypatch.setattr(foreseeing, "STUDIES_AT_ONCE", 0)
    page = ask(looking, f"{GRID} 0.5").content.decode()
    impact = Impact.objects.get()
    poll = reverse("gaps:impact_state", args=[impact.public_id])

    assert "排队中" in page
    assert "HX-Refresh" not in looking.get(poll, headers={"HX-Request": "true"})
    operations.work_out_impact(public_id=str(impact.public_id), at=AT)
    assert looking.get(poll, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert frozen[0].number in said(looking, "gaps:impact", impact.public_id)


def test_a_preview_is_stopped(looking, frozen, monkeypatch):
    from qiantan.registry.gaps import foreseeing

    monkeypatch.setattr(foreseeing, "STUDIES_AT_ONCE", 0)
    ask(looking, f"{GRID} 0.5")
    impact = Impact.objects.get()

    page = looking.post(reverse("gaps:stop_impact", args=[impact.public_id]), follow=True).content.decode()

    assert "已取消" in page


def test_nothing_of_the_activity_data_is_on_the_pages(looking, frozen):
    """The amounts and suppliers a plant wrote down stand in its study, and nowhere here."""
    ask(looking, f"{GRID} -10%")
    number = Gap.objects.order_by("-swing").first().pk
    pages = said(looking, "gaps:gap", number) + said(looking, "gaps:impact", Impact.objects.get().public_id)

    for secret in ("12219.1016", "88000", "43000", "EC CBAM worked example"):
        assert secret in bytes(frozen[0].content).decode() + bytes(frozen[1].content).decode()
        assert secret not in pages


def test_pages_take_the_same_number_of_queries_for_one_and_for_three(looking):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    load_rulebook_factors(at=AT)
    counts = []
    for studies in (1, 2):
        for _ in range(studies):
            frozen_study("cement")
        rebuild = queue_rebuild(by=None, at=AT)
        rebuild_network(public_id=str(rebuild.public_id), at=AT)
        counted()
        ask(looking, f"{GRID} -10%")
        addresses = [
            reverse("gaps:board"),
            reverse("gaps:gap", args=[Gap.objects.order_by("-swing").first().pk]),
            reverse("gaps:impact", args=[Impact.objects.order_by("pk").last().public_id]),
        ]
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                looking.get(address)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 16
