"""Releases: prepared after the cut-off, examined against everything anybody saw, published for everyone."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from tests.factories.calls import AFTER, DURING, analyst, answered, call, given, plant
from tests.factories.records import organisation, user

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.ledger.models import Entry
from qiantan.registry.notices.models import Notice
from qiantan.registry.typical import operations, queries
from qiantan.registry.typical.models import PlantFact

pytestmark = pytest.mark.django_db
LATER = AFTER + dt.timedelta(days=10)
MUCH_LATER = LATER + dt.timedelta(days=1)


@pytest.fixture
def by():
    return analyst()


def refused(to, by, at=AFTER, **part) -> list[str]:
    with pytest.raises(Invalid) as held:
        operations.prepare_release(call=to, by=by, at=at, **part)
    return [finding.code for finding in held.value.findings]


def reopened(to, by):
    return operations.reopen_call(call=to, closes_at=LATER, by=by, at=AFTER)


def test_ten_plants_make_a_typical_value(by):
    """Values 800, 811 … 899, outputs 900 … 1,100 t: about 10 t of 20,000 t are half of the province."""
    to = call(by)
    contributions = answered(to, 10)
    release = operations.prepare_release(call=to, by=by, at=AFTER)
    figures = queries.get_release(viewer_of(by), release.public_id).figures

    pairs = [(queries.get_value(viewer_of(one.given_by), one.public_id).stated) for one in contributions]
    volume = sum(Decimal(one["volume"]) for one in pairs)
    mean = sum(Decimal(one["volume"]) * Decimal(one["value"]) for one in pairs) / volume
    assert abs(figures.printed.mean - mean) <= figures.printed.step / 2
    assert (figures.contributors, figures.cover) == ((9, 11), (40, 50))
    assert figures.printed.median is None


def test_a_prepared_release_is_seen_by_the_department_only(by):
    to = call(by)
    one = answered(to, 10)[0]
    release = operations.prepare_release(call=to, by=by, at=AFTER)

    for viewer in (VISITOR, viewer_of(user()), viewer_of(one.given_by)):
        assert queries.releases(viewer, to) == []
        with pytest.raises(NotFound):
            queries.get_release(viewer, release.public_id)
    operations.publish_release(release=release, by=by, at=AFTER)
    assert queries.get_release(VISITOR, release.public_id).release.number == 1
    assert queries.get_call(VISITOR, to.public_id).release == release.public_id


def test_nothing_is_computed_before_the_cut_off(by):
    to = call(by)
    answered(to, 10)
    with pytest.raises(WrongState):
        operations.prepare_release(call=to, by=by, at=DURING)


def test_too_few_plants(by):
    to = call(by, least=12)
    answered(to, 11)
    assert refused(to, by) == ["TV-COUNT"]


def test_nobody_took_part(by):
    assert refused(call(by), by) == ["TV-COUNT"]


def test_one_plant_too_large(by):
    to = call(by)
    answered(to, 10)
    clerk = user()
    operations.give_value(call=to, site=plant(clerk), given=given(850, 30000), by=clerk, at=DURING)
    assert refused(to, by) == ["TV-DOMINANCE-1", "TV-PQ"]


def test_plants_of_one_group_are_one(by):
    to = call(by)
    answered(to, 7)
    for _ in range(3):
        clerk = user()
        value = given(850, 1000, group="91520000MA0000000G")
        operations.give_value(call=to, site=plant(clerk), given=value, by=clerk, at=DURING)
    assert refused(to, by) == ["TV-COUNT"]
    assert queries.standing(viewer_of(by), to).contributors == 8


def test_one_plant_more_after_a_release_is_held(by):
    to = call(by)
    answered(to, 11)
    operations.publish_release(release=operations.prepare_release(call=to, by=by, at=AFTER), by=by, at=AFTER)
    reopened(to, by)
    answered(to, 1, at=AFTER)
    assert refused(to, by, MUCH_LATER) == ["TV-DIFFERENCE"]


def test_a_discarded_release_was_seen_and_counts(by):
    to = call(by)
    answered(to, 11)
    release = operations.prepare_release(call=to, by=by, at=AFTER)
    operations.discard_release(release=release, by=by, at=AFTER)
    reopened(to, by)
    answered(to, 1, at=AFTER)
    assert refused(to, by, MUCH_LATER) == ["TV-DIFFERENCE"]


def test_a_withdrawal_and_a_correction_after_a_release_are_held_and_its_facts_stay_sealed(by):
    to = call(by)
    first, second, *_ = answered(to, 12)
    operations.prepare_release(call=to, by=by, at=AFTER)
    reopened(to, by)
    operations.withdraw_value(contribution=first, by=first.given_by, at=AFTER)
    assert refused(to, by, MUCH_LATER) == ["TV-DIFFERENCE"]
    operations.give_value(call=to, site=first.site, given=given(999), by=first.given_by, at=AFTER)
    operations.give_value(call=to, site=second.site, given=given(777), by=second.given_by, at=AFTER)
    assert refused(to, by, MUCH_LATER) == ["TV-DIFFERENCE"]
    assert not PlantFact.objects.filter(sealed=None).exists()


def test_a_prefecture_nested_in_the_province(by):
    to = call(by)
    answered(to, 10, division="520300")
    answered(to, 2, division="520100")
    operations.prepare_release(call=to, by=by, at=AFTER)
    assert refused(to, by, division="520300") == ["TV-DIFFERENCE"]


def test_a_prefecture_with_enough_plants_in_and_outside(by):
    to = call(by)
    answered(to, 12, division="520300")
    answered(to, 12, division="520100")
    province = operations.prepare_release(call=to, by=by, at=AFTER)
    prefecture = operations.prepare_release(call=to, division="520300", by=by, at=AFTER)
    assert (province.number, prefecture.number, prefecture.figures["cover"]) == (1, 2, None)


def test_overlapping_technologies(by):
    to = call(by)
    answered(to, 11, technology="t1")
    answered(to, 1, technology="t2")
    operations.prepare_release(call=to, technology="t1", by=by, at=AFTER)
    assert refused(to, by) == ["TV-DIFFERENCE"]


def test_enough_newcomers_supersede_what_was_published(by):
    to = call(by)
    answered(to, 10)
    first = operations.publish_release(release=operations.prepare_release(call=to, by=by, at=AFTER), by=by, at=AFTER)
    reopened(to, by)
    answered(to, 9, at=AFTER)
    second = operations.prepare_release(call=to, by=by, at=MUCH_LATER)
    operations.publish_release(release=second, by=by, at=MUCH_LATER)

    states = {one.release.number: one.release.state for one in queries.releases(VISITOR, to)}
    assert states == {1: "superseded", 2: "published"}
    assert queries.get_release(VISITOR, first.public_id).figures.contributors == (9, 11)


def test_the_same_cohort_is_not_released_twice(by):
    to = call(by)
    answered(to, 10)
    operations.prepare_release(call=to, by=by, at=AFTER)
    assert refused(to, by) == ["TV-SAME"]


def test_a_release_is_published_or_discarded_once(by):
    to = call(by)
    answered(to, 10)
    release = operations.prepare_release(call=to, by=by, at=AFTER)
    operations.publish_release(release=release, by=by, at=AFTER)
    for move in (operations.publish_release, operations.discard_release):
        with pytest.raises(WrongState):
            move(release=release, by=by, at=AFTER)


def test_only_the_department_makes_releases(by):
    to = call(by)
    clerk = answered(to, 10)[0].given_by
    with pytest.raises(NotPermitted):
        operations.prepare_release(call=to, by=clerk, at=AFTER)
    release = operations.prepare_release(call=to, by=by, at=AFTER)
    for move in (operations.publish_release, operations.discard_release):
        with pytest.raises(NotPermitted):
            move(release=release, by=clerk, at=AFTER)


def test_the_department_sees_counts_and_reasons_and_no_value(by):
    to = call(by)
    answered(to, 8)
    found = queries.standing(viewer_of(by), to)
    assert (found.plants, found.contributors, [reason.code for reason in found.held]) == (8, 8, ["TV-COUNT"])


def test_a_published_value_is_a_factor(by):
    to = call(by)
    answered(to, 10)
    release = operations.publish_release(release=operations.prepare_release(call=to, by=by, at=AFTER), by=by, at=AFTER)
    made = queries.get_release(VISITOR, release.public_id)

    factor = queries.factor_of(VISITOR, made)

    assert (factor.per, factor.emissions[0].kg) == ("t", made.figures.printed.mean)
    assert (factor.provenance.certainty, factor.reference_year) == ("derived", "2025")


def test_those_who_took_part_are_told_and_the_ledger_knows(by):
    to = call(by)
    answered(to, 10)
    release = operations.publish_release(release=operations.prepare_release(call=to, by=by, at=AFTER), by=by, at=AFTER)

    assert Notice.objects.filter(kind="typical.published").count() == 10
    kinds = list(Entry.objects.filter(subject=str(to.public_id)).order_by("number").values_list("kind", flat=True))
    assert kinds == ["typical.call_opened", "typical.release_prepared", "typical.release_published"]
    body = json.loads(Entry.objects.filter(kind="typical.release_published").get().body)["body"]
    assert body["release"] == str(release.public_id)
    assert set(body) == {"release", "number", "sha256", "rule"}


def test_figures_of_a_release_are_kept_as_printed(by):
    to = call(by)
    answered(to, 10)
    kept = operations.prepare_release(call=to, by=by, at=AFTER).figures
    assert set(kept) == {"mean", "step", "deviation", "median", "quartiles", "contributors", "cover", "nonce"}


def test_a_published_value_goes_to_the_factor_library_as_a_draft_for_review(by):
    to = call(by)
    answered(to, 10)
    release = operations.prepare_release(call=to, by=by, at=AFTER)
    institute = user()
    of = organisation(institute)
    with pytest.raises(NotFound):
        operations.propose_value(release=release, organisation=of, by=institute, at=AFTER)
    operations.publish_release(release=release, by=by, at=AFTER)
    with pytest.raises(NotPermitted):
        operations.propose_value(release=release, organisation=of, by=user(), at=AFTER)

    submission = operations.propose_value(release=release, organisation=of, by=institute, at=AFTER)

    known = submission.answers
    assert (known["co2e"], known["per"], known["geography"]) == (release.figures["mean"], "t", "CN-520000")
    assert (known["how_found"], known["certainty"], known["share_of_supply"]) == ("derived", "derived", "40")
    assert (submission.organisation, submission.state) == (of, "draft")
