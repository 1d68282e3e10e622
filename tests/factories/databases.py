"""Databases brought in the way people bring them in: handed in by an editor, imported by the worker."""

from tests.factories.linked import made, process
from tests.factories.records import AT

from qiantan.core.formats.catalogue import CODECS
from qiantan.jobs.tasks import run_task
from qiantan.registry.databases import operations
from qiantan.registry.databases.operations import Statement

MINE = Statement("示例数据库", "1.0", "示例研究院", "own", "organisation")


def package(datasets, codec="openlca"):
    return CODECS[codec].write(datasets)


def uploaded(of, by, content, statement=MINE, name="database.zip"):
    return operations.upload_database(
        organisation=of, statement=statement, file_name=name, content=content, by=by, at=AT
    )


def imported(of, by, content, statement=MINE):
    """Return a database after its import has been worked on."""
    database = uploaded(of, by, content, statement)
    run_task(task_id=str(database.task.public_id))
    database.refresh_from_db()
    return database


def written(database, by, codec="tidas"):
    """Return the task that wrote a database in another format."""
    task = operations.queue_file(database=database, codec=codec, by=by, at=AT)
    run_task(task_id=str(task.public_id))
    task.refresh_from_db()
    return task


def addressed(of, by):
    """Return the parts of addresses that lead to a database of an organisation, its one process and a file of it."""
    database = imported(of, by, package([process("mine", made("ore"))]))
    return {
        "database": database.public_id,
        "process": database.processes.get().uuid,
        "file": written(database, by).public_id,
    }
