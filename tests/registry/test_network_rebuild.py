"""The network out of the database: laid out once, rebuilt by COPY, resumed where it stopped, asked by analysts only."""

import pytest
from tests.core.province.test_province_answers import GRID, stated
from tests.factories.records import AT, filled_activity, organisation, user

from qiantan.core.engine.calculate import calculate
from qiantan.core.study.document import Study
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.ledger.models import Entry
from qiantan.registry.network import operations, queries, snapshots
from qiantan.registry.network.held import asked_of
from qiantan.registry.network.laying import lay_out, waiting
from qiantan.registry.network.models import Change, ExchangeRow, Member, Snapshot
from qiantan.registry.network.operations import rebuilding

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen():
    """Two frozen studies of two plants."""
    studies = []
    for kind in ("cement", "electrolytic_aluminium"):
        clerk = user()
        activity = filled_activity(clerk, kind)
        studies.append(footprints.freeze_study(activity=activity, by=clerk, at=AT))
    load_rulebook_factors(at=AT)
    return studies


@pytest.fixture
def analyst():
    person = user()
    return grant_department_role(email=person.email, role="analyst", by=None, at=AT)


def rebuilt(by=None):
    rebuild = operations.queue_rebuild(by=by, at=AT)
    done = operations.rebuild_network(public_id=str(rebuild.public_id), at=AT)
    assert done.state == "done"
    return done


def documents(frozen) -> list[Study]:
    return [Study.model_validate_json(bytes(one.content)) for one in frozen]


def test_freezing_writes_the_change_log(frozen):
    assert set(Change.objects.values_list("subject", flat=True)) == {str(study.public_id) for study in frozen}
    assert queries.pending_changes() == 2


def test_a_preview_equals_the_recomputation_of_every_study(frozen, analyst):
    rebuilt(analyst)

    found = queries.preview(viewer_of(analyst), GRID, 0.5)

    before = {calculate(study).total: calculate(stated(study, GRID, "0.5")).total for study in documents(frozen)}
    assert {row.before: row.after for row in found.rows} == pytest.approx(before, rel=1e-12)
    assert (found.moved, found.products, found.touched) == (2, 2, 2)
    assert {row.study for row in found.rows} == {study.number for study in frozen}


def test_the_snapshot_is_mapped_and_gives_the_same_network(frozen, analyst):
    snapshot = rebuilt(analyst).snapshot

    province = snapshots.load(snapshot.digest)

    totals = province.totals(province.solver.scores(province.burden).value)
    assert totals.tolist() == pytest.approx([calculate(study).total for study in documents(frozen)], rel=1e-12)
    assert not province.network.amount.flags.writeable
    assert (snapshot.studies, snapshot.processes) == (2, province.network.size)
    assert queries.standing(viewer_of(analyst)).pending == 0


def test_a_damaged_snapshot_is_refused(frozen, analyst, settings):
    digest = rebuilt(analyst).snapshot.digest
    path = settings.QIANTAN_NETWORK / digest / "burden.npy"
    path.write_bytes(path.read_bytes()[:-8] + b"\0" * 8)

    with pytest.raises(snapshots.DamagedSnapshot):
        snapshots.load(digest)


def test_a_damaged_snapshot_does_not_keep_analysts_waiting(frozen, analyst, settings):
    digest = rebuilt(analyst).snapshot.digest
    path = settings.QIANTAN_NETWORK / digest / "burden.npy"
    path.write_bytes(path.read_bytes()[:-8] + b"\0" * 8)
    asked_of.cache_clear()

    assert queries.preview(viewer_of(analyst), GRID, 0.5).moved == 2


def test_a_lost_snapshot_is_made_again_from_the_rows(frozen, analyst, settings):
    import shutil

    digest = rebuilt(analyst).snapshot.digest
    shutil.rmtree(settings.QIANTAN_NETWORK / digest)
    asked_of.cache_clear()

    assert queries.preview(viewer_of(analyst), GRID, 0.5).moved == 2


def test_a_rebuild_goes_on_where_another_was_broken_off(frozen, analyst):
    lay_out(waiting()[:1])
    kept = dict(ExchangeRow.objects.values_list("pk", "study"))

    rebuilt(analyst)

    assert waiting() == []
    assert Member.objects.count() == 2
    assert kept.items() < dict(ExchangeRow.objects.values_list("pk", "study")).items()


def test_a_rebuild_that_is_to_stop_keeps_no_snapshot(frozen, analyst):
    rebuild = operations.queue_rebuild(by=analyst, at=AT)
    rebuilding._started(str(rebuild.public_id), AT)
    operations.cancel_rebuild(rebuild=rebuild, by=analyst, at=AT)
    operations.recover_rebuild(public_id=str(rebuild.public_id), at=AT)

    assert operations.rebuild_network(public_id=str(rebuild.public_id), at=AT).state == "cancelled"
    assert Snapshot.objects.count() == 0


def test_a_rebuild_that_waits_is_withdrawn_at_once(analyst):
    rebuild = operations.queue_rebuild(by=analyst, at=AT)

    assert operations.cancel_rebuild(rebuild=rebuild, by=analyst, at=AT).state == "cancelled"
    assert operations.rebuild_network(public_id=str(rebuild.public_id), at=AT) is None
    with pytest.raises(WrongState):
        operations.cancel_rebuild(rebuild=rebuild, by=analyst, at=AT)


def test_a_rebuild_whose_worker_died_is_done_again(frozen, analyst):
    rebuild = operations.queue_rebuild(by=None, at=AT)
    rebuilding._started(str(rebuild.public_id), AT)

    operations.recover_rebuild(public_id=str(rebuild.public_id), at=AT)

    assert operations.rebuild_network(public_id=str(rebuild.public_id), at=AT).state == "done"


def test_a_second_rebuild_of_the_same_studies_has_the_same_digest(frozen, analyst):
    assert rebuilt(analyst).snapshot.digest == rebuilt(analyst).snapshot.digest


def test_two_that_ask_at_once_wait_for_one_rebuild(analyst):
    assert operations.queue_rebuild(by=analyst, at=AT) == operations.queue_rebuild(by=None, at=AT)


def test_only_analysts_ask_and_rebuild(frozen, analyst):
    rebuild = operations.queue_rebuild(by=analyst, at=AT)
    manager = user()
    organisation(manager)
    for stranger in (VISITOR, viewer_of(manager)):
        for ask in (
            queries.standing,
            queries.factors_in_use,
            queries.factor_levers,
            queries.process_levers,
            queries.weakest,
            lambda viewer: queries.preview(viewer, GRID, 0.5),
        ):
            with pytest.raises(NotPermitted):
                ask(stranger)
    with pytest.raises(NotPermitted):
        operations.queue_rebuild(by=manager, at=AT)
    with pytest.raises(NotPermitted):
        operations.cancel_rebuild(rebuild=rebuild, by=manager, at=AT)


def test_the_role_is_granted_by_the_operator_and_recorded():
    person, operator = user(), user(is_superuser=True)
    before = Entry.objects.count()

    grant_department_role(email=person.email, role="analyst", by=operator, at=AT)

    assert Entry.objects.latest("number").kind == "department.role_granted"
    assert Entry.objects.count() == before + 1
    with pytest.raises(NotPermitted):
        grant_department_role(email=person.email, role="", by=user(), at=AT)
    with pytest.raises(Invalid):
        grant_department_role(email=person.email, role="king", by=operator, at=AT)
    grant_department_role(email=person.email, role="", by=operator, at=AT)
    person.refresh_from_db()
    assert viewer_of(person).department == ""


def test_an_answer_holds_nothing_of_the_activity_data(frozen, analyst):
    """Names of suppliers' figures, evidence, amounts as typed: none of it is in what an analyst can be shown."""
    rebuilt(analyst)
    viewer = viewer_of(analyst)

    shown = repr(
        (
            queries.factors_in_use(viewer),
            queries.preview(viewer, GRID, 0.5),
            queries.factor_levers(viewer),
            queries.process_levers(viewer),
            queries.weakest(viewer),
        )
    )

    assert "supplier:" not in shown
    for study in documents(frozen):
        assert study.title not in shown
        for process in study.processes:
            for exchange in process.exchanges:
                assert exchange.id not in shown or exchange.id in {process.id for process in study.processes}
                assert all(one.name not in shown for one in exchange.evidence)
                if len(str(exchange.amount.value)) > 4:
                    assert str(exchange.amount.value) not in shown
