"""The result page asks the database at most twelve times, with all its tables, charts, files and findings.

A frozen cement study with its result, seen by a member of the plant, on a database of its own that is dropped again.
The page is asked for twice: documents a process has read already must not be what makes it quick.
"""

import datetime as dt
import os
from collections.abc import Iterator

from benchmarks.claim import Claim

LIMIT = 12
AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def measure() -> Iterator[Claim]:
    """Yield the claim."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiantan.config.settings.test")
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    try:
        asked = _queries()
    finally:
        runner.teardown_databases(databases)
        runner.teardown_test_environment()
    yield Claim(
        claim="result page, queries",
        ours=f"{asked}",
        peer=f"limit {LIMIT}",
        ratio=asked / LIMIT,
        goal=1.0,
    )


def _queries() -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from qiantan.registry.footprints import queries

    client = Client()
    clerk, run = _frozen_run()
    client.force_login(clerk)
    most = 0
    for _ in range(2):
        queries._study.cache_clear()  # noqa: SLF001 - what a process has kept must not count
        queries._result.cache_clear()  # noqa: SLF001
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/footprints/runs/{run.public_id}/")
        assert answer.status_code == 200
        most = max(most, len(asked))
    return most


def _frozen_run() -> tuple[object, object]:
    from tests.factories.records import filled_activity, user

    from qiantan.core.results.make import make_result
    from qiantan.registry.footprints import operations, queries
    from qiantan.registry.footprints.models import Run

    clerk = user()
    study = operations.freeze_study(activity=filled_activity(clerk), by=clerk, at=AT)
    run = Run.objects.select_related("study").get(study=study)
    result = make_result(queries.documents(run).study)
    return clerk, operations.record_result(run=run, result=result, by=clerk, at=AT)
