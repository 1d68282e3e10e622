"""Start of every test run.

DATABASE BOOTSTRAP: tests that ask for the database run on the embedded PostgreSQL, in a cluster of its own under
``var/test`` that does not wait for the disk. The tables are made once and kept as a template database, named by a
digest of all migrations; each run (and each worker of a run) copies it, which takes a fraction of a second, and drops
its copy at the end. Copies of runs that were killed are dropped when the next run starts. Nothing needs to be
installed or started by hand; DATABASE_URL names another cluster if wanted.
"""

import hashlib
import os
import re
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

# A build must not depend on luck: continuous integration draws the same examples every time, people draw new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

TEMPLATE_LOCK = 0x7174_7465  # "qtte"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    """Let the test database be a copy of the kept template (pytest-django calls this before it makes the database)."""
    from django.db import connection

    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = _template()


@pytest.fixture(autouse=True)
def _flushable(request):
    """Let a transactional test be flushed: append-only tables refuse TRUNCATE, also from the test runner."""
    yield
    marker = request.node.get_closest_marker("django_db")
    wanted = {"transactional_db", "live_server", "working_db"} & set(request.fixturenames)
    if wanted or (marker and marker.kwargs.get("transaction")):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        request.node.close_connection = True


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown(item):
    """Give up the connection whose triggers were off for the flush."""
    yield
    if getattr(item, "close_connection", False):
        from django.db import connection

        connection.close()


@pytest.fixture(autouse=True)
def _fresh_counters():
    """No test sees the rate-limit counters of another."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path_factory):
    """Files of a test go to its own folder, made when something is written."""
    settings.QIANTAN_FILES = tmp_path_factory.getbasetemp() / "files"
    settings.QIANTAN_NETWORK = tmp_path_factory.getbasetemp() / "network"


def _template() -> str:
    """Return the name of a database that holds all tables; make it when this set of migrations is new."""
    from django.db import connection

    name = f"template_qiantan_{_migrations_digest()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        try:
            cursor.execute("SELECT datname FROM pg_database")
            known = {row[0] for row in cursor.fetchall()}
            if name not in known:
                _make_template(cursor, name, known)
            _drop_abandoned(cursor, known)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [TEMPLATE_LOCK])
    return name


def _make_template(cursor, name: str, known: set[str]) -> None:
    from django.core.management import call_command
    from django.db import connections

    for old in known:
        if old.startswith("template_qiantan_"):
            cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
    draft = f"draft_{name}"
    cursor.execute(f'DROP DATABASE IF EXISTS "{draft}"')
    cursor.execute(f'CREATE DATABASE "{draft}"')
    connection = connections["default"]
    usual = connection.settings_dict["NAME"]
    connection.close()
    try:
        connection.settings_dict["NAME"] = draft
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


def _drop_abandoned(cursor, known: set[str]) -> None:
    """Drop the copies of runs whose process is gone; a copy in use is left alone."""
    for name in known:
        run = re.fullmatch(r"test_qiantan_([0-9]+)(?:_gw[0-9]+)?", name)
        if run and int(run[1]) != os.getpid() and not Path(f"/proc/{run[1]}").exists():
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _migrations_digest() -> str:
    from django.apps import apps

    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        try:
            package = import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        for path in sorted(Path(package.__path__[0]).glob("*.py")):
            digest.update(f"{config.name}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
