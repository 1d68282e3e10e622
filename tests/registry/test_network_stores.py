"""Snapshots reach every host: through a folder they share, or through an object store; damaged ones are made again."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.core.province.test_province_answers import asked, worked
from tests.factories.object_server import ROOT, object_server

from qiantan.registry.network import snapshots
from qiantan.registry.network.stores import store
from qiantan.registry.network.stores.object_store import MissingLibrary, StoreUnreachable, object_store
from qiantan.registry.network.stores.shared_folder import ASIDE, MANIFEST


@pytest.fixture(scope="module")
def province():
    return asked(worked("cement"), worked("electrolytic_aluminium")).province


@pytest.fixture(scope="session")
def server():
    with object_server() as address:
        yield address


@pytest.fixture(params=["folder", "objects"])
def hosts(request, settings, tmp_path, monkeypatch):
    """A way to be one host or the other; both name the same store."""
    if request.param == "objects":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
        address = request.getfixturevalue("server")
        settings.QIANTAN_STORE = f"s3://network/{tmp_path.name}?endpoint={address}"
    else:
        settings.QIANTAN_STORE = str(tmp_path / "shared")
        (tmp_path / "shared").mkdir()

    def be(name):
        settings.QIANTAN_NETWORK = tmp_path / name
        return tmp_path / name

    be.shared = request.param == "folder"
    return be


def arrays_of(province):
    return {name: array.tobytes() for name, array in snapshots.arrays(province).items()}


def test_one_host_keeps_and_the_other_maps_it(hosts, province):
    hosts("first")
    digest = snapshots.save(province)

    hosts("second")
    found = snapshots.load(digest)

    assert arrays_of(found) == arrays_of(province)
    assert isinstance(found.burden, np.memmap)
    assert not found.network.amount.flags.writeable
    assert snapshots.is_kept(digest)
    assert snapshots.size_of(digest) > 1000
    assert snapshots.load("0" * 64) is None


def test_keeping_the_same_network_twice_is_one_snapshot(hosts, province):
    hosts("first")
    assert snapshots.save(province) == snapshots.save(province)
    assert [path for path in (hosts("first")).iterdir() if path.name.startswith("draft-")] == []


def test_a_truncated_copy_is_put_aside_and_fetched_again(hosts, province):
    """Where the store itself is the folder there is no other copy: the snapshot counts as gone until it is rebuilt."""
    here = hosts("first")
    digest = snapshots.save(province)
    folder = store().fetch(digest)
    with (folder / "exchanges.npy").open("r+b") as file:
        file.truncate(200)

    if hosts.shared:
        with pytest.raises(snapshots.DamagedSnapshot):
            snapshots.load(digest)
        assert not snapshots.is_kept(digest)
        snapshots.save(province)
        assert arrays_of(snapshots.load(digest)) == arrays_of(province)
    else:
        assert arrays_of(snapshots.load(digest)) == arrays_of(province)
        assert (here / f"{ASIDE}{digest}").exists()


def test_a_snapshot_damaged_in_the_object_store_is_dropped_there(settings, server, tmp_path, province, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    settings.QIANTAN_STORE = f"s3://network/{tmp_path.name}?endpoint={server}"
    settings.QIANTAN_NETWORK = tmp_path / "first"
    digest = snapshots.save(province)
    import obstore

    obstore.put(store().client, f"{digest}/exchanges.npy", b"short")
    settings.QIANTAN_NETWORK = tmp_path / "second"

    with pytest.raises(snapshots.DamagedSnapshot):
        snapshots.load(digest)
    assert not snapshots.is_kept(digest)


def test_a_snapshot_of_another_version_is_refused_and_left_alone(hosts, province):
    hosts("first")
    digest = snapshots.save(province)
    path = store().fetch(digest) / MANIFEST
    path.write_text(json.dumps({"format": 99, "files": {}}))

    with pytest.raises(snapshots.ForeignSnapshot) as refused:
        snapshots.load(digest)
    assert "99" in refused.value.zh
    assert path.exists()


def test_older_snapshots_are_dropped_and_wanted_ones_stay(hosts, province):
    hosts("first")
    one = snapshots.save(province)
    two = snapshots.save(asked(worked("cement")).province)

    assert snapshots.prune([two]) == (one,)
    assert (snapshots.load(one), snapshots.is_kept(two)) == (None, True)


def test_a_store_that_does_not_answer_is_said_in_words(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setattr("qiantan.registry.network.stores.object_store.RETRIES", {"max_retries": 0})
    settings.QIANTAN_STORE = "s3://network/none?endpoint=http://127.0.0.1:9"
    settings.QIANTAN_NETWORK = tmp_path

    with pytest.raises(StoreUnreachable) as refused:
        snapshots.load("0" * 64)
    assert "s3://network/none" in refused.value.zh
    assert "AWS" not in refused.value.zh


@pytest.mark.parametrize("address", ["ftp://host/x", "s3://", "s3://key:secret@bucket/x", "s3://bucket?colour=red"])
def test_an_address_that_names_no_store_is_refused(settings, address):
    settings.QIANTAN_STORE = address
    with pytest.raises(ImproperlyConfigured):
        store()


def test_without_the_library_the_remedy_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(MissingLibrary) as refused:
        object_store("s3://bucket/x", tmp_path)
    assert "pip install" in refused.value.zh


def test_a_process_killed_while_it_keeps_a_snapshot_leaves_no_snapshot(tmp_path):
    """The rename, or the manifest, comes last: what a killed process wrote is never taken for a snapshot."""
    script = (
        "import os, signal, numpy as np\n"
        "import django; django.setup()\n"
        "from tests.core.province.test_province_answers import asked, worked\n"
        "from qiantan.registry.network import snapshots\n"
        "real = np.save\n"
        "def save(path, array):\n"
        "    real(path, array)\n"
        "    if path.name == 'exchanges.npy': os.kill(os.getpid(), signal.SIGKILL)\n"
        "np.save = save\n"
        "snapshots.save(asked(worked('cement')).province)\n"
    )
    where = {
        "QIANTAN_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "qiantan.config.settings.test",
        "QIANTAN_STORE": "",
    }
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, **where, **path}, check=False)

    assert done.returncode == -9
    left = [one.name for one in (tmp_path / "test" / "network").iterdir()]
    assert [name for name in left if not name.startswith("draft-")] == []
