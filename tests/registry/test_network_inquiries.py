"""Large questions: the same answer from one worker and from many, in any order; broken off, gone on with, done once."""

import struct

import pytest
from tests.factories.records import AT, filled_activity, user

from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.network import operations, queries, snapshots
from qiantan.registry.network.held import SnapshotGone, asked_of, drawing_of_snapshot
from qiantan.registry.network.models import Chunk, Inquiry, MovedLine, Snapshot, SpreadLine
from qiantan.registry.network.operations.inquiring import GAVE_UP
from qiantan.registry.network.stores import store

pytestmark = pytest.mark.django_db

GRID = "cn-elec-cf-2024-CN"
GAS = "ipcc2006-industry-ch4-other-bituminous-coal"


@pytest.fixture
def analyst():
    person = user()
    return grant_department_role(email=person.email, role="analyst", by=None, at=AT)


@pytest.fixture
def network():
    """Two frozen studies, in a snapshot."""
    load_rulebook_factors(at=AT)
    for kind in ("cement", "electrolytic_aluminium"):
        clerk = user()
        footprints.freeze_study(activity=filled_activity(clerk, kind), by=clerk, at=AT)
    rebuild = operations.queue_rebuild(by=None, at=AT)
    return operations.rebuild_network(public_id=str(rebuild.public_id), at=AT).snapshot


def asked(analyst, draws=192, seed=5) -> Inquiry:
    return operations.queue_spread(draws=draws, seed=seed, by=analyst, at=AT)


def worked(inquiry, order) -> Inquiry:
    for first in order:
        operations.draw(public_id=str(inquiry.public_id), first=first, at=AT)
    return operations.answer_inquiry(public_id=str(inquiry.public_id), at=AT)


def test_every_product_gets_its_spread(network, analyst):
    inquiry = worked(asked(analyst), (0, 64, 128))

    page = queries.spread_lines(viewer_of(analyst), inquiry)
    assert (inquiry.state, inquiry.lines, inquiry.refused, page.count) == ("done", 2, 0, 2)
    assert len(inquiry.digest) == 64
    assert not Chunk.objects.exists()
    for row in page.rows:
        assert row.low < row.median < row.high
        assert row.deviation > 0
        assert 0.9 < row.linear <= 1.0
        assert 0.98 < row.bias < 1.05
        assert sum(row.bars) == 192
        assert row.known.organisation == "示例水泥厂"
    assert page.rows[0].relative >= page.rows[1].relative


def test_any_order_and_any_number_of_workers_gives_the_same_digest(network, analyst):
    straight = worked(asked(analyst), (0, 64, 128)).digest

    drawing_of_snapshot.cache_clear()  # another worker process
    assert worked(asked(analyst), (128, 0, 64)).digest == straight
    assert worked(asked(analyst, seed=6), (0, 64, 128)).digest != straight


def test_a_chunk_done_twice_counts_once(network, analyst):
    inquiry = asked(analyst)
    key = str(inquiry.public_id)

    assert operations.draw(public_id=key, first=0, at=AT)
    assert not operations.draw(public_id=key, first=0, at=AT)
    assert worked(inquiry, (64, 128)).digest == worked(asked(analyst), (0, 64, 128)).digest


def test_the_chunk_of_a_worker_that_died_is_done_again(network, analyst):
    inquiry = asked(analyst)
    key = str(inquiry.public_id)
    from qiantan.registry.network.operations import answering

    assert answering._begun(key, AT)
    assert answering._attempted(inquiry, 64, AT)  # and the worker is gone
    operations.recover_chunk(public_id=key, first=64, at=AT)

    assert worked(inquiry, (0, 64, 128)).state == "done"
    assert worked(asked(analyst), (0, 64, 128)).digest == Inquiry.objects.get(pk=inquiry.pk).digest


def test_a_chunk_that_ends_its_worker_three_times_ends_the_inquiry(network, analyst):
    inquiry = asked(analyst)
    Chunk.objects.filter(inquiry=inquiry, first=64).update(attempts=3)

    operations.recover_chunk(public_id=str(inquiry.public_id), first=64, at=AT)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.message) == ("failed", GAVE_UP)
    retried = operations.retry_inquiry(inquiry=inquiry, by=analyst, at=AT)
    assert worked(retried, (0, 64, 128)).state == "done"


def test_one_that_was_cancelled_goes_on_from_what_is_done(network, analyst):
    inquiry = asked(analyst)
    operations.draw(public_id=str(inquiry.public_id), first=64, at=AT)

    operations.cancel_inquiry(inquiry=inquiry, by=analyst, at=AT)

    assert not operations.draw(public_id=str(inquiry.public_id), first=0, at=AT)
    assert operations.answer_inquiry(public_id=str(inquiry.public_id), at=AT) is None
    row = queries.get_inquiry(viewer_of(analyst), inquiry.public_id)
    assert (row.inquiry.state, row.done, row.total) == ("cancelled", 1, 3)
    operations.retry_inquiry(inquiry=inquiry, by=analyst, at=AT)
    again = worked(inquiry, (0, 128))
    assert again.digest == worked(asked(analyst), (0, 64, 128)).digest


def test_a_worker_leaves_a_cancelled_inquiry_in_the_middle_of_a_chunk(network, analyst, monkeypatch):
    inquiry = asked(analyst)
    from qiantan.core.province import drawn

    real, calls = drawn.block, []

    def block(draws, first):
        calls.append(first)
        Inquiry.objects.update(state="cancelled")
        return real(draws, first)

    monkeypatch.setattr(drawn, "block", block)
    assert not operations.draw(public_id=str(inquiry.public_id), first=0, at=AT)
    assert calls == [0]
    assert not Chunk.objects.exclude(content=None).exists()


def test_several_factors_at_once_are_answered_and_kept(network, analyst):
    viewer, changes = viewer_of(analyst), {GRID: 0.5, GAS: 25.0}
    inquiry = operations.queue_impact(changes=changes, by=analyst, at=AT)

    done = operations.answer_inquiry(public_id=str(inquiry.public_id), at=AT)

    page, preview = queries.moved_lines(viewer, done), queries.preview_changes(viewer, changes)
    assert [(row.study, row.before, row.after, row.exact) for row in page.rows] == [
        (row.study, row.before, row.after, row.exact) for row in preview.rows
    ]
    assert done.outcome == {"touched": 2, "mean": pytest.approx(preview.mean, rel=1e-12)}
    assert list(queries.moved_rows(viewer, done)) == list(page.rows)
    single = [queries.preview(viewer, name, value) for name, value in changes.items()]
    together = {row.study: row.change for row in preview.rows}
    apart = {row.study: 0.0 for row in preview.rows}
    for one in single:
        for row in one.rows:
            apart[row.study] += row.change
    assert together == pytest.approx(apart, rel=1e-9)


def test_a_question_that_cannot_be_is_refused_with_every_fault(network, analyst):
    with pytest.raises(Invalid) as refused:
        operations.queue_spread(draws=100, seed=-1, by=analyst, at=AT)
    assert len(refused.value.findings) == 2
    with pytest.raises(Invalid) as refused:
        operations.queue_impact(changes={"unknown": 1.0, GRID: float("nan")}, by=analyst, at=AT)
    assert len(refused.value.findings) == 2
    with pytest.raises(Invalid):
        operations.queue_impact(changes={}, by=analyst, at=AT)
    assert not Inquiry.objects.exists()


def test_without_a_network_there_is_nothing_to_ask(analyst):
    with pytest.raises(WrongState):
        asked(analyst)


def test_an_answered_inquiry_neither_stops_nor_goes_on(network, analyst):
    inquiry = worked(asked(analyst, draws=64), (0,))

    for act in (operations.cancel_inquiry, operations.retry_inquiry):
        with pytest.raises(WrongState):
            act(inquiry=inquiry, by=analyst, at=AT)
    operations.recover_chunk(public_id=str(inquiry.public_id), first=None, at=AT)
    operations.fail_inquiry(public_id=str(inquiry.public_id), message=GAVE_UP, at=AT)
    assert Inquiry.objects.get().state == "done"
    assert operations.answer_inquiry(public_id=str(inquiry.public_id), at=AT) is None
    assert SpreadLine.objects.count() == 2


def test_the_snapshot_of_an_open_inquiry_stays_while_others_are_dropped(network, analyst):
    inquiry = asked(analyst)
    for n in range(5):
        Snapshot.objects.create(
            digest=f"{n:064x}", up_to=n, studies=0, products=0, processes=0, exchanges=0, seconds=0.0, made_at=AT
        )
    from qiantan.registry.network.operations import rebuilding

    snapshots.prune(rebuilding._wanted())
    assert snapshots.is_kept(inquiry.snapshot)
    operations.cancel_inquiry(inquiry=inquiry, by=analyst, at=AT)
    snapshots.prune(rebuilding._wanted())
    assert not snapshots.is_kept(inquiry.snapshot)


def test_a_lost_snapshot_is_made_again_for_an_inquiry_as_long_as_the_studies_are_the_same(network, analyst):
    inquiry = asked(analyst, draws=64)
    store().put_aside(network.digest)
    drawing_of_snapshot.cache_clear()
    assert queries.needs_rebuild()

    assert worked(inquiry, (0,)).state == "done"

    late = asked(analyst, draws=64)
    store().put_aside(network.digest)
    Inquiry.objects.filter(pk=late.pk).update(snapshot="0" * 64)
    drawing_of_snapshot.cache_clear()
    with pytest.raises(SnapshotGone):
        operations.draw(public_id=str(late.public_id), first=0, at=AT)


def test_only_analysts_ask_look_stop_and_go_on(network, analyst):
    inquiry = worked(asked(analyst, draws=64), (0,))
    stranger = user()
    for ask in (
        lambda: operations.queue_spread(draws=64, seed=1, by=stranger, at=AT),
        lambda: operations.queue_impact(changes={GRID: 1.0}, by=stranger, at=AT),
        lambda: operations.cancel_inquiry(inquiry=inquiry, by=stranger, at=AT),
        lambda: operations.retry_inquiry(inquiry=inquiry, by=stranger, at=AT),
    ):
        with pytest.raises(NotPermitted):
            ask()
    for viewer in (VISITOR, viewer_of(stranger)):
        for look in (
            queries.inquiries,
            lambda v: queries.get_inquiry(v, inquiry.public_id),
            lambda v: queries.spread_lines(v, inquiry),
            lambda v: queries.moved_lines(v, inquiry),
            lambda v: list(queries.spread_rows(v, inquiry)),
            lambda v: list(queries.moved_rows(v, inquiry)),
            lambda v: queries.spread_line(v, inquiry, 1),
            lambda v: queries.movements(v, {GRID: 1.0}),
            lambda v: list(queries.moved_products(v, {GRID: 1.0})),
        ):
            with pytest.raises(NotPermitted):
                look(viewer)
    with pytest.raises(NotFound):
        queries.spread_line(viewer_of(analyst), inquiry, 10**6)


def test_lists_cost_the_same_for_any_number_of_rows(network, analyst, django_assert_num_queries):
    viewer = viewer_of(analyst)
    asked_of(network.digest)
    one = worked(asked(analyst, draws=64), (0,))
    with django_assert_num_queries(2):
        assert [row.by for row in queries.inquiries(viewer).rows]
    worked(asked(analyst, draws=64), (0,))
    with django_assert_num_queries(2):
        assert len([row.by for row in queries.inquiries(viewer).rows]) == 2
    with django_assert_num_queries(5):
        assert [row.known.study for row in queries.spread_lines(viewer, one).rows]
    with django_assert_num_queries(7):
        assert [row.study for row in queries.preview(viewer, GRID, 0.5).rows]


def test_bars_are_read_as_they_were_written(network, analyst):
    inquiry = worked(asked(analyst, draws=64), (0,))
    line = SpreadLine.objects.filter(inquiry=inquiry).first()
    assert sum(struct.unpack(">32H", bytes(line.bars))) == 64
    assert not MovedLine.objects.exists()
