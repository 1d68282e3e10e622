"""Workers of the network as processes of their own: three as one, killed in the middle, cut off from the database."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.exceptions import AlreadyEnqueued
from tests.factories.object_server import ROOT
from tests.factories.records import AT, filled_activity, user

from qiantan.jobs.inquiries import find_stalled_inquiries
from qiantan.jobs.network import follow_changes
from qiantan.jobs.working import work
from qiantan.registry.accounts.operations import grant_department_role
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.network import operations, queries
from qiantan.registry.network.held import asked_of, drawing_of_snapshot
from qiantan.registry.network.models import Chunk, ExchangeRow, Member, Rebuild, Snapshot
from qiantan.registry.network.stores import store

pytestmark = pytest.mark.django_db(transaction=True)

DRAWS = 256
WORKER = """
import os, signal
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
settings.QIANTAN_NETWORK = os.environ["TEST_NETWORK"]
import django
django.setup()
{before}
from qiantan.jobs.working import work
work(until_empty=True)
"""
KILLED_IN_A_CHUNK = """
from qiantan.core.province import drawn
real, calls = drawn.block, []
def block(draws, first):
    calls.append(first)
    if len(calls) == 6:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(draws, first)
drawn.block = block
"""
KILLED_WHILE_READING = """
from qiantan.registry.network.operations import rebuilding
rebuilding.read_tables = lambda: os.kill(os.getpid(), signal.SIGKILL)
"""
CUT_OFF = """
from django.db import connection
from qiantan.registry.network.operations import answering
real, calls = answering._keep, []
def keep(*arguments):
    if not calls:
        calls.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        import psycopg
        other = psycopg.connect(**connection.get_connection_params() | {"autocommit": True})
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
        other.close()
    return real(*arguments)
answering._keep = keep
"""


@pytest.fixture
def analyst():
    person = user()
    return grant_department_role(email=person.email, role="analyst", by=None, at=AT)


@pytest.fixture
def frozen():
    load_rulebook_factors(at=AT)
    for kind in ("cement", "electrolytic_aluminium"):
        clerk = user()
        footprints.freeze_study(activity=filled_activity(clerk, kind), by=clerk, at=AT)


@pytest.fixture
def network(frozen):
    operations.queue_rebuild(by=None, at=AT)
    work(until_empty=True)
    return Snapshot.objects.get()


def worker(settings, before="", **how) -> subprocess.Popen:
    where = {"TEST_DATABASE": connection.settings_dict["NAME"], "TEST_NETWORK": str(settings.QIANTAN_NETWORK)}
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "DJANGO_SETTINGS_MODULE": "qiantan.config.settings.test"}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WORKER.format(before=before)],
        env={**os.environ, **where, **path},
        **how,
    )


def no_sign_of_life():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")


def looked_for(task):
    """Have the minute's look taken now; a killed worker may have left one waiting."""
    with contextlib.suppress(AlreadyEnqueued):
        task.defer(timestamp=0)


def digest_by_one_worker(analyst) -> str:
    inquiry = operations.queue_spread(draws=DRAWS, seed=3, by=analyst, at=AT)
    work(until_empty=True)
    inquiry.refresh_from_db()
    assert inquiry.state == "done", inquiry.message_zh
    return inquiry.digest


def test_three_workers_find_what_one_finds(network, analyst, settings):
    alone = digest_by_one_worker(analyst)
    inquiry = operations.queue_spread(draws=DRAWS, seed=3, by=analyst, at=AT)

    workers = [worker(settings) for _ in range(3)]
    assert [one.wait(120) for one in workers] == [0, 0, 0]
    work(until_empty=True)  # the answer, where the last chunk ended after the others looked for work

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.digest) == ("done", alone)


def test_the_chunk_of_a_killed_worker_is_done_again_and_counts_once(network, analyst, settings):
    alone = digest_by_one_worker(analyst)
    inquiry = operations.queue_spread(draws=DRAWS, seed=3, by=analyst, at=AT)

    assert worker(settings, KILLED_IN_A_CHUNK).wait(120) == -signal.SIGKILL
    assert Chunk.objects.exclude(content=None).count() == 1
    no_sign_of_life()
    looked_for(find_stalled_inquiries)
    work(until_empty=True)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.digest) == ("done", alone)


def test_a_worker_that_loses_the_database_does_its_chunk_again(network, analyst, settings):
    alone = digest_by_one_worker(analyst)
    inquiry = operations.queue_spread(draws=DRAWS, seed=3, by=analyst, at=AT)

    cut_off = worker(settings, CUT_OFF, stderr=subprocess.PIPE)
    _, said = cut_off.communicate(timeout=120)
    assert (cut_off.returncode, b"the database went away" in said) == (0, True)
    work(until_empty=True)

    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.digest) == ("done", alone)


def test_a_rebuild_whose_worker_was_killed_goes_on_and_asks_nothing_twice(frozen, analyst, settings):
    operations.queue_rebuild(by=analyst, at=AT)
    assert worker(settings, KILLED_WHILE_READING).wait(120) == -signal.SIGKILL
    laid = set(ExchangeRow.objects.values_list("pk", flat=True))
    assert (Member.objects.count(), Snapshot.objects.count(), Rebuild.objects.get().state) == (2, 0, "running")

    no_sign_of_life()
    looked_for(follow_changes)
    work(until_empty=True)

    assert set(ExchangeRow.objects.values_list("pk", flat=True)) == laid
    assert {rebuild.state for rebuild in Rebuild.objects.all()} == {"done"}
    assert queries.pending_changes() == 0


def test_a_truncated_snapshot_is_rebuilt_by_the_minute_s_look(network, analyst):
    with (store().fetch(network.digest) / "exchanges.npy").open("r+b") as file:
        file.truncate(100)
    asked_of.cache_clear()
    drawing_of_snapshot.cache_clear()
    from qiantan.registry.accounts.queries import viewer_of

    assert queries.preview(viewer_of(analyst), "cn-elec-cf-2024-CN", 0.5).moved == 2  # from the rows, at once
    assert queries.needs_rebuild()
    looked_for(follow_changes)
    work(until_empty=True)
    assert not queries.needs_rebuild()
    assert Snapshot.objects.latest("pk").digest == network.digest


def status(*arguments) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("network_status", *arguments, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_the_operator_sees_how_the_network_stands(network, analyst):
    code, said = status()
    assert code == 0
    assert network.digest[:16] in said
    assert "2 份研究" in said
    assert status("--language", "en")[1].startswith("store: ")
    operations.queue_spread(draws=DRAWS, seed=3, by=analyst, at=AT)
    code, said = status("--json")
    found = json.loads(said)
    assert (code, found["trouble"], found["snapshot"]["kept"]) == (0, False, True)
    assert [(one["done"], one["total"]) for one in found["inquiries"]] == [(0, 4)]


def test_the_operator_is_told_of_trouble_by_the_exit_code(network, analyst, settings):
    store().put_aside(network.digest)
    code, said = status()
    assert code == 1
    assert "不在存储中" in said
    settings.QIANTAN_STORE = "ftp://x"
    code, said = status("--json")
    assert (code, json.loads(said)["trouble"]) == (1, True)


def test_before_the_first_study_there_is_no_trouble():
    assert status()[0] == 0
