"""The embedded PostgreSQL: started once, shared, stopped by the last, and never stopped by what lies around."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from qiantan.config.database import from_url
from qiantan.config.embedded.server import Cluster, ServerFault

STAY = """
import sys
from pathlib import Path
from qiantan.config.embedded.server import Cluster
cluster = Cluster(Path(sys.argv[1]), throw_away=True)
cluster.start()
print("started", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def folder():
    """One cluster for all tests of this module: making one takes longer than everything done to it.

    Not in pytest's own folder: another session of root's would close that to the account the server runs as.
    """
    with tempfile.TemporaryDirectory(prefix="qiantan-cluster-") as place:
        yield Path(place) / "postgres"
        Cluster(Path(place) / "postgres").stop()


@pytest.fixture
def cluster(folder):
    one = Cluster(folder, throw_away=True)
    one.start()
    yield one
    one.leave()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def test_a_started_cluster_answers_and_the_last_user_stops_it(cluster):
    assert cluster.answers()
    cluster.leave()
    assert not cluster.answers()


def test_a_second_process_keeps_it_running_and_stops_it_when_it_leaves(cluster):
    other = subprocess.Popen(
        [sys.executable, "-c", STAY, str(cluster.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "started\n"
    cluster.leave()
    assert cluster.answers()
    other.communicate()
    assert not cluster.answers()


def test_a_killed_user_does_not_keep_the_server_from_stopping(cluster):
    other = subprocess.Popen(
        [sys.executable, "-c", STAY, str(cluster.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "started\n"
    other.kill()
    other.communicate()
    cluster.leave()
    assert not cluster.answers()


def test_a_killed_server_is_started_again(cluster):
    os.kill(postmaster(cluster), signal.SIGKILL)
    while cluster.answers():
        pass
    cluster.start()
    assert cluster.answers()


@pytest.mark.parametrize(
    "record",
    ["garbage", f"{os.getpid()}\n/elsewhere\n1\n5432\n\n\n\nready\n", ""],
    ids=["garbage", "another process", "empty"],
)
def test_a_stale_pid_file_does_not_matter(cluster, record):
    """A number in it may have been given to another process since, which is then left alone."""
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(record)
    cluster.start()
    assert cluster.answers()


def test_a_server_that_cannot_be_stopped_locks_nobody_out(cluster):
    (cluster.data / "PG_VERSION").rename(cluster.data / "kept")
    with pytest.raises(ServerFault):
        cluster.leave()
    (cluster.data / "kept").rename(cluster.data / "PG_VERSION")
    again = Cluster(cluster.folder)
    again.start()
    assert again.answers()
    again.leave()
    assert not again.answers()


def test_a_server_that_lost_its_socket_is_replaced(cluster):
    before = postmaster(cluster)
    (cluster.socket_folder / ".s.PGSQL.5432").unlink()
    cluster.start()
    assert cluster.answers()
    assert postmaster(cluster) != before


def test_a_long_path_gets_a_short_socket_folder():
    deep = Cluster(Path("/") / "/".join(["一个很长的文件夹名字"] * 6))
    assert len(os.fsencode(str(deep.socket_folder / ".s.PGSQL.5432"))) < 107


def test_a_database_url_is_read_with_quoted_parts_and_options():
    assert from_url("postgresql://qt:p%40ss@db.internal:5433/%E7%A2%B3?sslmode=verify-full") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "碳",
        "USER": "qt",
        "PASSWORD": "p@ss",
        "HOST": "db.internal",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }
