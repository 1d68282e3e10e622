"""The board: counted from the frozen studies, ranked by demand × contribution × uncertainty, for analysts only."""

import pytest
from tests.factories.frozen import frozen_study
from tests.factories.records import AT, filled_activity, organisation, user

from qiantan.core.engine.calculate import calculate
from qiantan.core.matching.reading import read_text
from qiantan.core.province.uses import uses_of
from qiantan.core.rules.gaps import Reason, oldest, ranking, reasons, targets, uncertainty
from qiantan.core.study.document import Study
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.gaps import counters, laying, operations, queries
from qiantan.registry.gaps.models import Count, Gap, UseRow
from qiantan.registry.matching import operations as matching

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return grant_department_role(email=user().email, role="analyst", by=None, at=AT)


@pytest.fixture
def frozen():
    """Two smelters of two firms, and a cement plant: three frozen studies."""
    return [frozen_study(kind) for kind in ("electrolytic_aluminium", "electrolytic_aluminium", "cement")]


def counted(by=None) -> Count:
    queued = operations.queue_count(by=by, at=AT)
    done = operations.count_gaps(public_id=str(queued.public_id), at=AT)
    assert done.state == "done"
    return done


def by_hand(frozen) -> dict[str, list[tuple[float, float]]]:
    """Share and uncertainty of every gap by name, one pair for each study that has it."""
    found: dict[str, list[tuple[float, float]]] = {}
    for one in frozen:
        for use in uses_of(Study.model_validate_json(bytes(one.content)), ranking().phrases):
            if reasons(use.stand_in, ranking(), oldest()):
                found.setdefault(use.wanted.name_zh, []).append((use.share, uncertainty(use.stand_in, ranking())))
    return found


def test_the_board_is_ranked_by_demand_contribution_and_uncertainty(frozen, analyst):
    count = counted(analyst)

    rows = queries.board(viewer_of(analyst), size=100).rows

    expected = by_hand(frozen)
    scores = {name: sum(share * spread for share, spread in pairs) / 3 for name, pairs in expected.items()}
    assert {row.name.zh: row.score for row in rows} == pytest.approx(scores, rel=1e-9)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert all(row.demand * row.contribution * row.uncertainty == pytest.approx(row.score) for row in rows)
    assert (count.studies, count.products, count.affected) == (3, 3, 3)


def test_the_bought_alumina_of_two_smelters_comes_first(frozen, analyst):
    counted(analyst)

    first = queries.board(viewer_of(analyst)).rows[0]

    assert (first.name.zh, first.products, first.organisations) == ("外购氧化铝", 2, 2)
    assert first.demand == pytest.approx(2 / 3)
    assert first.reasons == Reason.UNVERIFIED
    outcome = calculate(Study.model_validate_json(bytes(frozen[0].content)))
    alumina = next(
        kg for entry, kg in zip(outcome.entries, outcome.kg_by_exchange, strict=True) if entry.name.zh == "外购氧化铝"
    )
    assert first.contribution == pytest.approx(float(alumina) / sum(abs(outcome.kg_by_exchange)), rel=1e-12)


def test_a_cut_off_for_want_of_a_factor_is_missing(frozen, analyst):
    counted(analyst)

    rows = queries.board(viewer_of(analyst), reason="missing").rows

    assert [row.name.zh for row in rows] == ["氟化铝"]
    assert queries.reason_counts(viewer_of(analyst))["missing"] == 1


def test_the_board_counts_the_newest_study_of_a_product(frozen, analyst):
    """A second study of the same product speaks instead of the first, and the product still asks once."""
    counted(analyst)
    again = frozen[0]
    laying.Laid.objects.filter(pk=frozen[1].pk).update(
        product=again.product_id, organisation=again.product.organisation
    )

    count = counted(analyst)

    alumina = queries.board(viewer_of(analyst)).rows[0]
    assert (alumina.products, alumina.organisations) == (1, 1)
    assert count.products == 2


def test_products_that_ask_are_named_to_analysts(frozen, analyst):
    counted(analyst)
    viewer = viewer_of(analyst)
    alumina = queries.board(viewer).rows[0]

    page = queries.asking(viewer, alumina.id)

    assert {row.study for row in page.rows} == {frozen[0].number, frozen[1].number}
    assert page.count == 2
    [place] = queries.in_place(viewer, alumina.id)
    assert (place.products, place.facts.source) == (2, "supplier")


def test_counting_again_changes_nothing_and_lays_out_nothing(frozen, analyst):
    counted(analyst)
    before = sorted(Gap.objects.values_list("want", "swing"))
    rows = UseRow.objects.count()

    counted(analyst)

    assert sorted(Gap.objects.values_list("want", "swing")) == before
    assert UseRow.objects.count() == rows
    assert queries.standing(viewer_of(analyst)).waiting == 0


def test_another_edition_of_the_phrases_lays_studies_out_anew(frozen, analyst):
    counted(analyst)
    rows = UseRow.objects.count()
    laying.Laid.objects.update(edition="older")

    assert len(laying.waiting()) == 3
    counted(analyst)

    assert UseRow.objects.count() == rows


def test_the_board_takes_the_same_number_of_queries_for_one_and_for_many(frozen, analyst, django_assert_num_queries):
    viewer = viewer_of(analyst)
    counted(analyst)
    alumina = queries.board(viewer).rows[0].id

    for size in (1, 50):
        with django_assert_num_queries(3):
            queries.board(viewer, size=size)
        with django_assert_num_queries(3):
            queries.asking(viewer, alumina, size=size)
    with django_assert_num_queries(1):
        queries.in_place(viewer, alumina)
    with django_assert_num_queries(3):
        queries.standing(viewer)


@pytest.mark.parametrize(
    "read",
    [
        queries.standing,
        queries.board,
        queries.reason_counts,
        queries.categories,
        queries.impacts,
        queries.counted_at,
        lambda viewer: queries.get_gap(viewer, 1),
        lambda viewer: queries.in_place(viewer, 1),
        lambda viewer: queries.asking(viewer, 1),
        lambda viewer: queries.typed_changes(viewer, "a 1"),
        lambda viewer: queries.get_impact(viewer, "2b0c9a52-9b9b-4b62-bf68-6bfb0a5f6e9d"),
    ],
)
def test_only_analysts_read(read):
    clerk = user()
    organisation(clerk)

    for viewer in (VISITOR, viewer_of(clerk)):
        with pytest.raises(NotPermitted):
            read(viewer)


def test_only_analysts_have_the_board_counted(analyst):
    clerk = user()

    with pytest.raises(NotPermitted):
        operations.queue_count(by=clerk, at=AT)
    count = operations.queue_count(by=analyst, at=AT)
    with pytest.raises(NotPermitted):
        operations.cancel_count(count=count, by=clerk, at=AT)
    assert operations.queue_count(by=None, at=AT) == count


def test_a_count_that_is_withdrawn_is_not_done(frozen, analyst):
    count = operations.queue_count(by=analyst, at=AT)
    operations.cancel_count(count=count, by=analyst, at=AT)

    assert operations.count_gaps(public_id=str(count.public_id), at=AT) is None
    with pytest.raises(WrongState):
        operations.cancel_count(count=count, by=analyst, at=AT)


def test_a_count_whose_worker_died_is_queued_again(frozen):
    count = operations.queue_count(by=None, at=AT)
    Count.objects.filter(pk=count.pk).update(state="running", started_at=AT)
    count.refresh_from_db()

    operations.recover_work(work=count, at=AT)

    count.refresh_from_db()
    assert count.state == "queued"


def test_an_empty_province_has_an_empty_board(analyst):
    counted(analyst)

    page = queries.board(viewer_of(analyst))

    assert (page.count, page.rows) == (0, ())
    with pytest.raises(NotFound):
        queries.get_gap(viewer_of(analyst), 1)


# --- targets -------------------------------------------------------------------------------------------------------------


def test_counters_are_open_and_count_the_library():
    load_rulebook_factors(at=AT)

    found = counters.counters(VISITOR, on=AT.date())

    assert found.in_force == FactorValue.objects.count()
    assert found.local == FactorValue.objects.filter(geography__startswith="CN-52").count()
    assert (found.reviewed, found.mature) == (0, 0)  # nothing of the rulebook went through the review of this library
    assert [one.industry.id for one in found.industries] == ["steel", "cement", "coal", "coke"]
    assert found.targets == targets().targets


@pytest.mark.parametrize(
    ("over", "mature"),
    [
        ({}, 1),
        ({"certainty": "medium"}, 0),
        ({"geography": "CN"}, 0),
        ({"state": "retired"}, 0),
        ({"review_by": "2020-01-01"}, 0),
        ({"document": {"valid_to": "2020-12-31"}}, 0),
        ({"document": {"valid_to": "2026"}}, 1),
    ],
)
def test_mature_is_local_reviewed_in_force_valid_and_certain(over, mature):
    load_rulebook_factors(at=AT)
    value = FactorValue.objects.select_related("release").first()
    value.release.origin = "review"
    value.release.save()
    FactorValue.objects.filter(pk=value.pk).update(
        **{"geography": "CN-520100", "certainty": "high", "review_by": "2030-01-01"} | over
    )

    assert counters.counters(VISITOR, on=AT.date()).mature == mature


def test_counters_take_one_query(django_assert_num_queries):
    load_rulebook_factors(at=AT)

    with django_assert_num_queries(1):
        counters.counters(VISITOR, on=AT.date())


# --- bills of materials --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("plants", "told"), [(2, 0), (3, 1)])
def test_what_several_plants_found_no_factor_for_is_told_and_nothing_of_fewer(analyst, plants, told):
    for number in range(plants):
        clerk = user()
        activity = filled_activity(clerk)
        reading = read_text(f"特种助剂\t{number + 1}\tt\n自家配方 {number}\t1\tt")
        bill = matching.hand_in_bill(activity=activity, name="清单", reading=reading, source="ledger", by=clerk, at=AT)
        for line in bill.lines.order_by("pk"):
            matching.reject_suggestions(line=line, reason="没有合适的因子", version=line.version, by=clerk, at=AT)
    counted(analyst)

    found = queries.bill_wants(viewer_of(analyst))

    assert [(one.name, one.organisations, one.unmatched, one.proxies) for one in found] == [
        ("特种助剂", 3, 3, 0)
    ] * told
