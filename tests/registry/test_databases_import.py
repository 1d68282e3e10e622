"""A database on its way in: read by sealed processes, linked, scored and kept — as a whole or not at all."""

from dataclasses import replace

import pytest
from tests.factories import ecospold_files
from tests.factories.broken_datasets import MAKERS
from tests.factories.databases import MINE, imported, package, uploaded, written
from tests.factories.linked import emitted, made, process, random_database, taken
from tests.factories.records import AT, member, organisation, user

from qiantan.core.datasets.assemble import database_of
from qiantan.core.datasets.footprints import footprints
from qiantan.jobs.tasks import run_task
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.databases import operations, queries
from qiantan.registry.databases.models import Database, Process
from qiantan.registry.ledger.models import Entry as LedgerEntry
from qiantan.registry.tasks.operations import Cancelled

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def plant(clerk):
    return organisation(clerk)


def silent(phase, done, total):
    """Report to nobody."""


@pytest.mark.parametrize("codec", ["openlca", "tidas", "ilcd"])
def test_a_database_is_kept_with_the_footprint_of_every_process(plant, clerk, codec):
    datasets = random_database(60, seed=3)
    database = imported(plant, clerk, package(datasets, codec))

    assert (database.state, database.codec, database.solved) == ("ready", codec, "done")
    linked = database_of(datasets)
    expected = dict(zip(linked.uuids, footprints(linked).kg.tolist(), strict=False))
    kept = dict(Process.objects.filter(database=database).values_list("uuid", "kg"))
    assert {str(key): value for key, value in kept.items()} == pytest.approx(expected, rel=1e-12)
    assert database.counts["processes"] == 60
    assert database.counts["linked"] == database.counts["inputs"]
    assert database.task.outcome["state"] == "ready"
    assert LedgerEntry.objects.filter(kind="database.imported", subject=str(database.public_id)).count() == 1


@pytest.mark.parametrize("content", [ecospold_files.VERSION_1, ecospold_files.VERSION_2])
def test_ecospold_files_are_read_process_by_process(plant, clerk, content):
    database = imported(plant, clerk, content if isinstance(content, bytes) else content.encode())

    assert (database.state, database.codec) == ("ready", "ecospold"), queries.findings(viewer_of(clerk), database)
    for one in database.processes.all():
        whole = queries.whole_process(viewer_of(clerk), database, one.uuid)
        assert whole.dataset.names.base.en == one.name_en
        assert len(whole.inputs) == one.inputs


def test_bounds_are_kept_beside_the_footprints(plant, clerk):
    chain = (process("mine", made("ore"), emitted(1, "2")), process("smelter", made("metal"), taken(1, "ore", "3")))
    database = imported(plant, clerk, package(chain))

    assert database.proven
    smelter = Process.objects.get(database=database, name_en="smelter")
    assert smelter.kg == 6
    assert smelter.own == 0
    assert 0 <= smelter.bound <= 1e-13


def test_several_readers_keep_the_same(plant, clerk, monkeypatch):
    datasets = random_database(40, seed=4)
    alone = imported(plant, clerk, package(datasets))
    monkeypatch.setattr("qiantan.registry.databases.reading.readers_for", lambda size: 3)
    together = imported(plant, clerk, package(datasets))

    columns = ("uuid", "name_zh", "location", "product_en", "unit", "inputs", "open_inputs")
    assert set(alone.processes.values_list(*columns)) == set(together.processes.values_list(*columns))
    ours, theirs = (dict(one.processes.values_list("uuid", "kg")) for one in (alone, together))
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_a_blocking_finding_keeps_nothing_but_the_findings(plant, clerk):
    good, bad = process("good", made("a")), process("bad", made("b", "0"), emitted(1, "1"))
    database = imported(plant, clerk, package((good, bad)))

    assert (database.state, database.task.state) == ("failed", "done")
    assert Process.objects.filter(database=database).count() == 0
    assert database.system_file == ""
    found = queries.findings(viewer_of(clerk), database)
    assert [one.code for one in found] == ["DS-REFERENCE-ZERO"]
    assert found[0].place.startswith(f"processes/{bad.uuid}")


def test_cancelling_in_the_middle_keeps_nothing(plant, clerk):
    database = uploaded(plant, clerk, package(random_database(30, seed=5)))
    phases = []

    def stop(phase, done, total):
        phases.append(phase)
        if phase == "keeping" and done:
            raise Cancelled

    with pytest.raises(Cancelled):
        operations.import_database(public_id=str(database.public_id), report=stop, by=clerk, at=AT)

    assert phases[-1] == "keeping"
    assert Process.objects.filter(database=database).count() == 0
    database.refresh_from_db()
    assert database.state == "importing"
    assert not LedgerEntry.objects.filter(kind="database.imported").exists()
    operations.fail_import(public_id=str(database.public_id), at=AT)
    operations.import_database(public_id=str(database.public_id), report=silent, by=clerk, at=AT)
    assert Process.objects.filter(database=database).count() == 30


@pytest.mark.parametrize("phase", ["reading", "linking", "solving"])
def test_cancelling_at_any_phase_keeps_nothing(plant, clerk, phase):
    database = uploaded(plant, clerk, package(random_database(20, seed=6)))

    def stop(at, done, total):
        if at == phase:
            raise Cancelled

    with pytest.raises(Cancelled):
        operations.import_database(public_id=str(database.public_id), report=stop, by=clerk, at=AT)

    assert Process.objects.filter(database=database).count() == 0


def test_a_file_that_kills_the_reader_is_refused_with_a_sentence(plant, clerk, monkeypatch):
    monkeypatch.setattr("qiantan.registry.databases.reading.MOST_SECONDS", -1)
    database = imported(plant, clerk, package(random_database(20, seed=7)))

    assert database.state == "failed"
    assert [one.code for one in queries.findings(viewer_of(clerk), database)] == ["DB-READER"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("openlca-bomb", "DS-ZIP-RATIO"),
        ("tidas-climbing-member", "DS-ZIP-NAME"),
        ("ilcd-encrypted-member", "DS-ZIP-PASSWORD"),
        ("tidas-truncated", "DS-ZIP-DAMAGED"),
    ],
)
def test_a_hostile_file_leaves_nothing_but_the_reason(plant, clerk, key, code):
    database = imported(plant, clerk, MAKERS[key]())

    assert database.state == "failed"
    assert [one.code for one in queries.findings(viewer_of(clerk), database)] == [code]
    assert Process.objects.count() == 0


def test_an_entity_of_xml_is_never_expanded(plant, clerk):
    key = next(key for key in MAKERS if key.startswith("ilcd") and ("xxe" in key or "entity" in key or "laugh" in key))
    database = imported(plant, clerk, MAKERS[key]())

    assert "DS-XML-ENTITY" in {one.code for one in queries.findings(viewer_of(clerk), database)}
    assert database.state == "failed"


def test_a_factor_states_where_it_is_from_and_that_nobody_reviewed_it(plant, clerk):
    database = imported(plant, clerk, package((process("leak", made("gas"), emitted(1, "1", "ch4_fossil")),)))
    row = database.processes.get()

    factor = queries.factor_of_process(viewer_of(clerk), database, row.uuid)

    assert [(one.flow, float(one.kg)) for one in factor.emissions] == [("co2e", 29.8)]
    assert (factor.kind, factor.per, factor.geography) == ("footprint", "kg", "CN")
    told = factor.provenance
    assert (told.certainty, told.number, told.issuer) == ("low", str(row.uuid), "示例研究院")
    assert told.licence == "本组织自有数据，同意公开"
    with pytest.raises(NotFound):
        queries.factor_of_process(viewer_of(user()), database, row.uuid)


def test_a_process_without_a_footprint_is_no_factor(plant, clerk):
    a = process("a", made("a"), taken(1, "a", "2", by="a"), emitted(2, "1"))
    database = imported(plant, clerk, package((a,)))

    assert database.solved == "refused"
    with pytest.raises(WrongState):
        queries.factor_of_process(viewer_of(clerk), database, a.uuid)


def test_a_loop_that_feeds_itself_is_diagnosed_and_the_database_kept(plant, clerk):
    a = process("a", made("a"), taken(1, "b", "2"))
    b = process("b", made("b"), taken(1, "a", "1"), emitted(2, "1"))
    database = imported(plant, clerk, package((a, b)))

    assert (database.state, database.solved) == ("ready", "refused")
    assert "2" in database.diagnosis_en
    assert "a · CN" in database.diagnosis_zh
    assert set(database.processes.values_list("kg", flat=True)) == {None}


def test_another_gwp_set_replaces_the_footprints(plant, clerk):
    leak = process("leak", made("gas"), emitted(1, "1", "ch4_fossil"))
    database = imported(plant, clerk, package((leak,)))
    assert database.processes.get().kg == 29.8

    task = operations.queue_scores(database=database, gwp_set="ipcc-ar5", by=clerk, at=AT)
    run_task(task_id=str(task.public_id))

    database.refresh_from_db()
    assert (database.gwp_set, database.solved) == ("ipcc-ar5", "done")
    assert database.processes.get().kg == 28


def test_what_is_open_stands_among_the_findings(plant, clerk):
    smelter = process("smelter", made("metal"), taken(1, "ore", "2"), emitted(2, "1"))
    database = imported(plant, clerk, package((smelter,)))

    found = queries.findings(viewer_of(clerk), database)
    assert [one.code for one in found] == ["DS-LINK-NONE"]
    assert database.counts["open"][1] == 1
    assert database.processes.get().open_inputs == 1


def test_processes_are_found_by_chinese_words_pinyin_and_english(plant, clerk):
    datasets = (
        process("limestone quarry", made("limestone"), emitted(1, "1"), zh="石灰石开采"),
        process("coal mine", made("coal"), emitted(1, "2"), zh="原煤开采"),
    )
    database = imported(plant, clerk, package(datasets))
    viewer = viewer_of(clerk)

    def names(text, **more):
        return [one.name_zh for one in queries.processes(viewer, database, text, **more).rows]

    assert names("石灰石") == names("shihuishi") == names("limestone") == names("shs") == ["石灰石开采"]
    assert names("开采", order="kg") == ["原煤开采", "石灰石开采"]
    assert names("水泥") == names("’; DROP TABLE") == []
    assert len(names("")) == 2


def test_a_process_with_its_suppliers_users_and_gases(plant, clerk):
    mine = process("mine", made("ore"), emitted(1, "2"))
    smelter = process("smelter", made("metal", "2"), taken(1, "ore", "3"), taken(2, "coke", "1"), emitted(3, "4"))
    database = imported(plant, clerk, package((mine, smelter)))
    viewer = viewer_of(clerk)

    found = queries.whole_process(viewer, database, smelter.uuid)

    assert [(one.supplier and one.supplier.name_en, one.code, one.kg) for one in found.inputs] == [
        ("mine", "", 3.0),
        (None, "DS-LINK-NONE", None),
    ]
    assert [(one.is_reference, one.kg) for one in found.products] == [(True, 5.0)]
    assert [gas for _, gas, _ in found.emissions] == ["co2_fossil"]
    assert found.dataset.names.base.en == "smelter"
    used = queries.whole_process(viewer, database, mine.uuid)
    assert ([one.name_en for one in used.users], used.used_by, used.in_loop) == (["smelter"], 1, False)


def test_reads_take_as_many_queries_for_one_process_as_for_many(plant, clerk, django_assert_num_queries):
    hub = process("hub", made("hub"), emitted(1, "1"))
    users = [process(f"user {n}", made(f"p{n}"), taken(1, "hub", "1")) for n in range(12)]
    big = process("big", made("big"), *(taken(n + 1, f"p{n}", "1") for n in range(12)))
    database = imported(plant, clerk, package((hub, *users, big)))
    viewer = viewer_of(clerk)
    queries.whole_process(viewer, database, hub.uuid)

    for one in (hub, users[0], big):
        with django_assert_num_queries(3):
            queries.whole_process(viewer, database, one.uuid)
    with django_assert_num_queries(3):
        queries.processes(viewer, database, "user")


def test_strangers_see_an_open_database_and_no_other(plant, clerk):
    stranger = viewer_of(user())
    closed = imported(plant, clerk, package((process("a", made("a")),)))
    for read in (queries.get_database, queries.findings, queries.processes, queries.natures, queries.files):
        with pytest.raises((NotFound, NotPermitted)):
            read(stranger, closed.public_id if read is queries.get_database else closed)
    with pytest.raises(NotFound):
        queries.whole_process(stranger, closed, closed.processes.get().uuid)
    assert queries.databases(stranger).rows == ()

    operations.set_access(database=closed, access="open", by=clerk, at=AT)

    assert queries.get_database(VISITOR, closed.public_id) == closed
    assert [one.name_en for one in queries.processes(VISITOR, Database.objects.get()).rows] == ["a"]


def test_a_licence_that_forbids_it_neither_opens_nor_hands_on(plant, clerk):
    bought = MINE._replace(licence="licensed")
    with pytest.raises(Invalid):
        uploaded(plant, clerk, package((process("a", made("a")),)), bought._replace(access="open"))
    database = imported(plant, clerk, package((process("a", made("a")),)), bought)

    with pytest.raises(Invalid):
        operations.set_access(database=database, access="open", by=clerk, at=AT)
    with pytest.raises(NotPermitted):
        operations.queue_file(database=database, codec="tidas", by=clerk, at=AT)
    with pytest.raises(NotPermitted):
        queries.handed_in(viewer_of(clerk), database)


def test_readers_and_strangers_change_nothing(plant, clerk):
    database = imported(plant, clerk, package((process("a", made("a")),)))
    for person in (member(plant, "reader"), user()):
        with pytest.raises(NotPermitted):
            uploaded(plant, person, b"PK")
        with pytest.raises(NotPermitted):
            operations.queue_scores(database=database, gwp_set="ipcc-ar5", by=person, at=AT)
        with pytest.raises(NotPermitted):
            operations.set_access(database=database, access="open", by=person, at=AT)
        with pytest.raises(NotPermitted):
            operations.queue_file(database=database, codec="tidas", by=person, at=AT)
        with pytest.raises(NotPermitted):
            operations.delete_database(database=database, by=person, at=AT)
    assert Process.objects.filter(database=database).count() == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [({"name": " "}, "name"), ({"licence": "mine"}, "licence"), ({"access": "world"}, "access")],
)
def test_a_statement_that_is_not_whole_is_refused(plant, clerk, change, place):
    with pytest.raises(Invalid) as refused:
        uploaded(plant, clerk, b"PK", MINE._replace(**change))

    assert [one.place for one in refused.value.findings] == [place]
    assert Database.objects.count() == 0


def test_a_deleted_database_is_gone_and_its_ledger_stays(plant, clerk):
    database = imported(plant, clerk, package((process("a", made("a")),)))
    operations.delete_database(database=database, by=clerk, at=AT)

    assert Process.objects.count() == 0
    with pytest.raises(NotFound):
        queries.get_database(viewer_of(clerk), database.public_id)
    with pytest.raises(WrongState):
        operations.delete_database(database=database, by=clerk, at=AT)
    assert LedgerEntry.objects.filter(kind="database.deleted").count() == 1


def test_a_database_leaves_in_another_format_with_the_same_footprints(plant, clerk):
    datasets = random_database(30, seed=8)
    database = imported(plant, clerk, package(datasets))

    task = written(database, clerk, "ilcd")

    codec, content = queries.file_bytes(viewer_of(clerk), database, task.public_id)
    assert codec == "ilcd"
    again = imported(plant, clerk, content)
    ours, theirs = (dict(one.processes.values_list("uuid", "kg")) for one in (database, again))
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_what_a_file_states_is_read_again_from_the_archive(plant, clerk):
    dairy = process("dairy", made("cheese"), emitted(1, "1"))
    named = replace(dairy, names=replace(dairy.names, comment=dairy.names.comment._replace(zh="一段很长的说明")))
    for codec in ("openlca", "tidas", "ilcd"):
        database = imported(plant, clerk, package((named,), codec))
        found = queries.read_dataset(viewer_of(clerk), database, database.processes.get())
        assert found.names == named.names
        assert found.exchanges == named.exchanges
