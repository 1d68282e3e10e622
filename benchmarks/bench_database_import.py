"""Bringing a linked database of 20,000 unit processes into PostgreSQL costs at most three times parsing its file alone.

Ours is the whole way of an upload: sealed readers (processes of their own, started for it) inflate, read and check every
dataset, suppliers are linked, the footprint of every process is solved with its proven bound, rows are copied into the
tables and the arrays kept, in one transaction on the embedded server. The peer inflates the same members of the same
file and turns them into Python values (`json.loads`, `ElementTree`). Alternating in one run, medians of three; kernels are
compiled before. The readers use every processor, as they do for people; on a busy machine that helps less, so the load
is worth a look beside the ratio.
"""

import os
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench_dataset_import import PROCESSES, ilcd_archive, openlca_archive, parse_alone
from benchmarks.claim import Claim

ROUNDS = 3
GOAL = 3.0


def measure() -> Iterator[Claim]:
    """Measure the import of a database in two formats."""
    with tempfile.TemporaryDirectory(prefix="qiantan-bench-") as folder:
        os.environ["QIANTAN_VAR"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "qiantan.config.settings.test"
        Path(folder).chmod(0o755)
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        from qiantan.config.embedded.base import cluster_at

        cluster = cluster_at(Path(settings.DATABASES["default"]["EMBEDDED"]["folder"]), throw_away=True)
        try:
            call_command("migrate", verbosity=0, interactive=False)
            _import(openlca_archive(200))  # the kernels are compiled, the server is awake
            content = openlca_archive(PROCESSES)
            yield _claim(f"{PROCESSES:,} linked processes, openLCA JSON-LD", content)
            part = PROCESSES // 2
            yield _claim(f"{part:,} linked processes, ILCD XML", ilcd_archive(openlca_archive(part)))
        finally:
            from django.db import connection

            connection.close()
            cluster.leave()
            shutil.rmtree(Path(folder) / "test", ignore_errors=True)


def _claim(name: str, content: bytes) -> Claim:
    ours, alone = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        parse_alone(content)
        alone.append(time.perf_counter() - start)
        ours.append(_import(content))
    mine, theirs = statistics.median(ours), statistics.median(alone)
    return Claim(
        claim=f"file to PostgreSQL, solved: {name}",
        ours=f"{mine:.1f} s",
        peer=f"parsing alone {theirs:.1f} s",
        ratio=mine / theirs,
        goal=GOAL,
    )


def _import(content: bytes) -> float:
    """Return the seconds an import takes from the queue's call to its end."""
    from django.utils import timezone

    from qiantan.registry.accounts import operations as accounts
    from qiantan.registry.accounts.queries import find_account, organisations, viewer_of
    from qiantan.registry.databases import operations

    at = timezone.now()
    clerk = find_account("clerk@example.com") or accounts.create_account(
        email="clerk@example.com", password=secrets.token_hex(), name="", at=at
    )
    mine = organisations(viewer_of(clerk)) or [
        accounts.register_organisation(name="x", uscc="91520000MA0000000G", division="520100", by=clerk, at=at)
    ]
    database = operations.upload_database(
        organisation=mine[0],
        statement=operations.Statement("x", "", "", "own", "organisation"),
        file_name="x.zip",
        content=content,
        by=clerk,
        at=at,
    )
    start = time.perf_counter()
    done = operations.import_database(public_id=str(database.public_id), report=_nobody, by=clerk, at=at)
    seconds = time.perf_counter() - start
    if (done.state, done.solved, done.proven) != ("ready", "done", True):
        raise RuntimeError(f"the database was not imported: {done.state}, {done.solved}")
    operations.delete_database(database=done, by=clerk, at=at)
    return seconds


def _nobody(phase: str, done: int, total: int) -> None:
    """Report to nobody."""


if __name__ == "__main__":
    for one in measure():
        print(one.line())
