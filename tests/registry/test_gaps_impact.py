"""Previews equal a full recomputation; producers are told once; nothing frozen changes; analysts only."""

from decimal import Decimal

import pytest
from tests.core.province.test_province_answers import GRID
from tests.core.province.test_province_foresight import CARBON, NCV, OXIDATION, scaled
from tests.factories.answers import EMPTY, with_cell
from tests.factories.frozen import frozen_study
from tests.factories.records import AT, filled_activity, member, user

from qiantan.core.province.changes import Replacement
from qiantan.core.province.foresight import recomputed
from qiantan.core.results.digits import rounded
from qiantan.core.results.make import make_result
from qiantan.core.study.document import Study
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.factors.models import FactorRelease, FactorValue
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.gaps import foreseeing, operations, queries
from qiantan.registry.gaps.changing import Changes, of_pairs, of_release
from qiantan.registry.gaps.models import Impact, MovedStudy, Told
from qiantan.registry.network.operations import queue_rebuild, rebuild_network
from qiantan.registry.notices.models import Notice
from qiantan.registry.products import operations as products

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst():
    return grant_department_role(email=user().email, role="analyst", by=None, at=AT)


@pytest.fixture
def library():
    load_rulebook_factors(at=AT)


@pytest.fixture
def frozen(library):
    return [frozen_study("cement"), frozen_study("electrolytic_aluminium"), with_default_coal()]


def with_default_coal() -> FrozenStudy:
    """A cement study whose coal is computed from default heating value, carbon content and oxidation."""
    clerk = user()
    activity = filled_activity(clerk, "cement")
    rows = with_cell("cement", "fuels", 0, ncv=EMPTY, carbon_content=EMPTY, oxidation=EMPTY).rows
    products.save_entries(activity=activity, entries={}, rows=rows, version=activity.version, by=clerk, at=AT)
    activity.refresh_from_db()
    return footprints.freeze_study(activity=activity, by=clerk, at=AT)


def rebuilt():
    rebuild = queue_rebuild(by=None, at=AT)
    assert rebuild_network(public_id=str(rebuild.public_id), at=AT).state == "done"


def factor(key: str):
    return FactorValue.objects.get(pk=key).factor


def change(key: str, by: str) -> Replacement:
    before = factor(key)
    return Replacement(before=before, after=scaled(before, by))


def ask(analyst, *replacements, threshold=0.01) -> Impact:
    return operations.ask_impact(
        changes=Changes(replacements=tuple(replacements)), threshold=threshold, by=analyst, at=AT
    )


def figures(impact) -> dict[int, float]:
    return {
        study: rounded(after)
        for study, after in MovedStudy.objects.filter(impact=impact.pk).values_list("study", "after")
    }


def recomputation(frozen, *replacements) -> dict[int, float]:
    """Every frozen study with the factors replaced, by the small engine; those that move."""
    found = {}
    for one in frozen:
        study = Study.model_validate_json(bytes(one.content))
        total = make_result(recomputed(study, {r.id: r.after for r in replacements})).total
        if total != make_result(study).total:
            found[one.pk] = total
    return found


def test_a_preview_equals_the_recomputation_of_every_study(frozen, analyst):
    rebuilt()
    changes = [change(GRID, "0.9"), change(NCV, "1.05"), change(CARBON, "0.98"), change(OXIDATION, "1.02")]

    impact = ask(analyst, *changes)

    assert impact.state == "done"
    assert figures(impact) == recomputation(frozen, *changes)
    assert (impact.moved, impact.products, impact.touched, impact.read) == (3, 3, 3, 1)


def test_without_a_snapshot_the_worker_takes_in_every_study(frozen, analyst):
    impact = ask(analyst, change(GRID, "0.9"))
    assert impact.state == "queued"

    done = operations.work_out_impact(public_id=str(impact.public_id), at=AT)

    assert (done.state, figures(done)) == ("done", recomputation(frozen, change(GRID, "0.9")))


def test_a_large_preview_is_left_to_the_worker(frozen, analyst, monkeypatch):
    rebuilt()
    monkeypatch.setattr(foreseeing, "READ_AT_ONCE", 0)

    impact = ask(analyst, change(NCV, "1.05"))

    assert impact.state == "queued"
    assert ask(analyst, change(GRID, "0.9")).state == "done"


def test_sums_and_threshold(frozen, analyst):
    rebuilt()

    impact = ask(analyst, change(GRID, "0.9"), threshold=0.05)

    rows = list(MovedStudy.objects.filter(impact=impact.pk))
    assert impact.above == sum(abs(row.relative) > 0.05 for row in rows) == 1
    assert impact.mean == pytest.approx(sum(row.relative for row in rows) / 3, rel=1e-12)
    assert impact.per_year < 0
    viewer = viewer_of(analyst)
    assert queries.moved(viewer, impact, above=0.05).count == 1
    shown = queries.moved(viewer, impact).rows
    assert [abs(row.relative) for row in shown] == sorted((abs(row.relative) for row in shown), reverse=True)
    assert {row.product.study for row in shown} == {one.number for one in frozen}


def test_a_figure_a_method_refuses_is_told_and_not_computed(frozen, analyst):
    rebuilt()

    impact = ask(analyst, change(NCV, "1000"))

    [(product, reason)] = queries.refused(viewer_of(analyst), impact)
    assert product.study == frozen[2].number
    assert reason.zh
    assert impact.moved == 0


def test_changes_that_cannot_be_applied_are_kept_with_their_reason(frozen, analyst):
    rebuilt()
    grid, accounts = factor(GRID), FactorValue.objects.filter(kind="electricity_emission").first().factor
    changes = of_pairs([(grid, accounts), (None, grid), (grid, None)])

    impact = operations.ask_impact(changes=changes, threshold=0.0, by=analyst, at=AT)

    replacements, skipped = queries.changes_of(viewer_of(analyst), impact)
    assert replacements == ()
    assert [finding.code for finding in skipped] == ["CHANGE-KIND"]
    assert (impact.added, impact.moved) == (1, 0)


def test_an_assumption_of_a_template_may_be_asked_about(frozen, analyst):
    rebuilt()

    changes, findings = queries.typed_changes(viewer_of(analyst), "assumed:mineral-proxy +20%")
    impact = operations.ask_impact(changes=changes, threshold=0.0, by=analyst, at=AT)

    assert findings == ()
    assert figures(impact) == recomputation(frozen, *changes.replacements)


def test_a_plants_own_supplier_figure_is_no_factor(frozen, analyst):
    key = next(f.id for f in Study.model_validate_json(bytes(frozen[1].content)).factors if f.release == "supplier")

    _, findings = queries.typed_changes(viewer_of(analyst), f"{key} 1")

    assert [finding.code for finding in findings] == ["CHANGE-UNKNOWN"]


def test_nothing_asked_is_refused(analyst):
    with pytest.raises(Invalid):
        operations.ask_impact(changes=Changes(replacements=()), threshold=0.0, by=analyst, at=AT)


def test_only_analysts_ask(frozen, analyst):
    clerk = user()
    rebuilt()
    impact = ask(analyst, change(GRID, "0.9"))

    with pytest.raises(NotPermitted):
        ask(clerk, change(GRID, "0.9"))
    with pytest.raises(NotPermitted):
        operations.cancel_impact(impact=impact, by=clerk, at=AT)
    for read in (queries.moved, queries.refused, queries.changes_of):
        with pytest.raises(NotPermitted):
            read(viewer_of(clerk), impact)
    with pytest.raises(WrongState):
        operations.cancel_impact(impact=impact, by=analyst, at=AT)


def test_a_preview_that_is_to_stop_keeps_no_rows(frozen, analyst):
    impact = ask(analyst, change(GRID, "0.9"))
    Impact.objects.filter(pk=impact.pk).update(cancel_requested=True)

    done = operations.work_out_impact(public_id=str(impact.public_id), at=AT)

    assert done.state == "cancelled"
    assert MovedStudy.objects.count() == 0


# --- after publishing ------------------------------------------------------------------------------------------------------


@pytest.fixture
def release(frozen):
    """A published release that supersedes the grid factor, and has a value that is only new."""
    old = FactorValue.objects.get(pk=GRID)
    release = FactorRelease.objects.get(pk=old.release_id)
    made = FactorRelease.objects.create(
        **{f.name: getattr(release, f.name) for f in FactorRelease._meta.fields}
        | {"id": "gz-2026-1", "origin": "review"}
    )
    for key, by, predecessor in (("gz-elec-2026", "0.9", GRID), ("gz-new", "0.5", "")):
        new = scaled(old.factor, by).model_copy(update={"id": key, "release": made.pk})
        columns = {f.name: getattr(old, f.name) for f in FactorValue._meta.fields if f.name not in {"id", "release"}}
        FactorValue.objects.create(
            **columns
            | {
                "id": key,
                "release": made,
                "predecessor": predecessor,
                "document": new.model_dump(mode="json", exclude_none=True),
            }
        )
    return made.pk


def test_a_release_changes_what_its_values_supersede(release):
    changes = of_release(release)

    assert [(one.before.id, one.after.id) for one in changes.replacements] == [(GRID, "gz-elec-2026")]
    assert changes.added == 1


def test_producers_are_told_what_a_release_would_move(release, frozen):
    told = operations.tell_release(release=release, at=AT)

    assert told == 3
    one = frozen[0]
    notice = Notice.objects.get(recipient=one.frozen_by)
    before = make_result(Study.model_validate_json(bytes(one.content))).total
    after = recomputation([one], change(GRID, "0.9"))[one.pk]
    kwh = factor(GRID).emissions[0].kg
    for piece in (
        f"{before:.6g} → {after:.6g} kgCO2e",
        f"{kwh} kgCO2e/kWh → {(kwh * Decimal('0.9')).normalize()} kgCO2e/kWh",
        "已冻结的结果不变",
    ):
        assert piece in notice.text.zh
    assert "Your frozen result stays as it is" in notice.text.en
    assert notice.kind == "factor.changed"
    assert notice.link.endswith(f"{one.activity.public_id}/")


def test_work_delivered_twice_tells_once(release, frozen):
    operations.tell_release(release=release, at=AT)
    notices = Notice.objects.count()

    assert operations.tell_release(release=release, at=AT) == 0
    assert (Notice.objects.count(), Told.objects.count(), Impact.objects.count()) == (notices, 3, 1)


def test_work_broken_off_goes_on_where_it_was(release, frozen):
    operations.tell_release(release=release, at=AT)
    first = Told.objects.first()
    first.delete()
    Notice.objects.all().delete()
    Impact.objects.update(state="running")

    assert operations.tell_release(release=release, at=AT) == 1
    assert set(Notice.objects.values_list("organisation", flat=True)) == {first.product.organisation_id}


def test_every_member_is_told_and_nobody_else(release, frozen):
    colleague = member(frozen[0].product.organisation, "reader")
    stranger = user()

    operations.tell_release(release=release, at=AT)

    assert Notice.objects.filter(recipient=colleague).count() == 1
    assert not Notice.objects.filter(recipient=stranger).exists()
    told = Notice.objects.get(recipient=colleague).text.zh
    assert frozen[1].product.name_zh not in told


def test_telling_changes_no_frozen_study_and_no_result(release, frozen):
    before = {one.pk: (bytes(one.content), one.sha256) for one in FrozenStudy.objects.all()}

    operations.tell_release(release=release, at=AT)

    assert {one.pk: (bytes(one.content), one.sha256) for one in FrozenStudy.objects.all()} == before


def test_the_preview_of_a_published_release_is_not_cancelled(release, frozen, analyst):
    operations.tell_release(release=release, at=AT)

    with pytest.raises(WrongState):
        operations.cancel_impact(impact=Impact.objects.get(), by=analyst, at=AT)


def test_what_goes_wrong_while_the_analyst_waits_is_told_on_the_preview(frozen, analyst, monkeypatch):
    rebuilt()
    monkeypatch.setattr(foreseeing, "MOVED", "no_such_table")

    impact = ask(analyst, change(GRID, "0.9"))

    assert (impact.state, impact.message_zh) == ("failed", "处理时出现内部错误，已记入日志。")
