"""What people and the worker do with databases: hand in, import all or nothing, compute, open, delete, take along."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from qiantan.core.datasets.footprints import Footprints, footprints
from qiantan.core.datasets.kept import database_bytes, kept_database, scores_bytes
from qiantan.core.datasets.linked import LinkedDatabase
from qiantan.core.datasets.opened import open_findings
from qiantan.core.engine.characterize import UncharacterisedFlow
from qiantan.core.engine.errors import EngineError
from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.findings.wire import to_json
from qiantan.core.proofs import canonical_bytes
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.databases import keeping
from qiantan.registry.databases.models import Database, Process
from qiantan.registry.databases.permissions import check_can_edit, check_can_hand_on
from qiantan.registry.databases.reading import read_file
from qiantan.registry.databases.states import GWP_SETS, HANDED_ON, LICENCES, MOVES, Access, Solved, State
from qiantan.registry.ledger.exhibits import fetch, keep, path_of
from qiantan.registry.ledger.operations import record
from qiantan.registry.tasks.models import Task
from qiantan.registry.tasks.operations import queue_task
from qiantan.registry.tasks.states import Kind

IMPORT, SCORES, FILE = "import", "scores", "file"
WRITTEN = ("tidas", "ilcd", "openlca")
SEVERITIES = (Severity.BLOCKING, Severity.WARNING, Severity.NOTE)

LIMIT = 512 * 1024 * 1024


class Statement(NamedTuple):
    """What is stated of a database when it is handed in: name, version, owner or source, licence, who may see it."""

    name: str
    version: str
    source: str
    licence: str
    access: str


# Says which phase begins and how far it is; raises when somebody asked to stop.
Report = Callable[[str, int, int], None]


@transaction.atomic
def upload_database(
    *,
    organisation: Organisation,
    statement: Statement,
    file_name: str,
    content: bytes,
    by: User,
    at: datetime,
) -> Database:
    """Keep a database file as it was handed in and queue its import; nothing of it can be used yet.

    `Invalid` for a file that is empty or too large, a missing name, or access the licence does not allow.
    """
    check_can_edit(viewer_of(by), organisation.pk)
    _check_statement(statement, content)
    kept = keep(content)
    database = Database.objects.create(
        organisation=organisation,
        name=statement.name.strip(),
        version=statement.version.strip(),
        source=statement.source.strip(),
        licence=statement.licence,
        access=statement.access,
        file_name=file_name[-200:] or "file",
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        created_by=by,
        created_at=at,
    )
    _queue(database, IMPORT, {}, by=by, at=at)
    terms = {"licence": statement.licence, "access": statement.access}
    body = {"sha256": kept.sha256, "sm3": kept.sm3, "size": kept.size, **terms}
    _record("database.uploaded", database, body, by=by, at=at)
    return database


def import_database(*, public_id: str, report: Report, by: User, at: datetime) -> Database:
    """Read, link and score an uploaded database and keep it, all or nothing (called by the worker).

    `report` is told every phase and may raise: then nothing is kept. With a blocking finding only the findings are.
    """
    database = _begun(public_id)
    report("unpacking", 0, 0)
    with read_file(path_of(database.sha256), lambda done, total: report("reading", done, total)) as reading:
        if reading.database is None:
            return _refused(database, reading.codec, reading.findings, by=by, at=at)
        report("linking", 0, 0)
        linked = reading.database
        findings = (*reading.findings, *open_findings(linked))
        report("solving", 0, 0)
        found, diagnosis = _solved(linked, database.gwp_set)
        system, scores = keep(database_bytes(linked)).sha256, keep(scores_bytes(found)).sha256 if found else ""
        report("keeping", 0, len(linked.uuids))
        with transaction.atomic():
            database = _locked(database)
            _move(database, State.READY)
            keeping.copy_processes(database.pk, linked, found, reading.rows)
            database.codec, database.counts = reading.codec, keeping.counts_of(linked)
            database.system_file, database.scores_file = system, scores
            database.imported_at = at
            _note_findings(database, findings)
            _note_scores(database, found, diagnosis)
            database.save()
            body = {"system": system, "processes": len(linked.uuids), "gwp_set": database.gwp_set}
            _record("database.imported", database, body, by=by, at=at)
            # The last look before it counts: a wish to stop still takes everything back.
            report("keeping", len(linked.uuids), len(linked.uuids))
    return database


@transaction.atomic
def fail_import(*, public_id: str, at: datetime) -> None:  # noqa: ARG001 - every operation is told when
    """Note that an import ended without anything being kept (called by the worker)."""
    database = Database.objects.select_for_update().get(public_id=public_id)
    if database.state == State.IMPORTING.value:
        _move(database, State.FAILED)
        database.save(update_fields=["state"])


@transaction.atomic
def queue_scores(*, database: Database, gwp_set: str, by: User, at: datetime) -> Task:
    """Queue the footprints of every process by another GWP set."""
    check_can_edit(viewer_of(by), database.organisation_id)
    database = _locked(database)
    _check_ready(database)
    if gwp_set not in GWP_SETS:
        raise Invalid(
            [_finding("DB-GWP", "gwp_set", Text("没有这个 GWP 取值集。", "There is no such GWP set."), gwp_set)]
        )
    database.solved = Solved.COMPUTING.value
    database.save(update_fields=["solved"])
    return _queue(database, SCORES, {"gwp_set": gwp_set}, by=by, at=at)


def compute_scores(*, public_id: str, gwp_set: str, report: Report, by: User, at: datetime) -> Database:
    """Compute the footprint of every process by one solve and keep it beside each (called by the worker)."""
    database = Database.objects.get(public_id=public_id)
    _check_ready(database)
    report("loading", 0, 0)
    linked = kept_database(fetch(database.system_file))
    report("solving", 0, 0)
    found, diagnosis = _solved(linked, gwp_set)
    scores = keep(scores_bytes(found)).sha256 if found else ""
    report("keeping", 0, 0)
    with transaction.atomic():
        database = _locked(database)
        _check_ready(database)
        if found:
            keeping.copy_scores(database.pk, found)
        else:
            Process.objects.filter(database=database).update(kg=None, bound=None, own=None)
        database.gwp_set, database.scores_file = gwp_set, scores
        _note_scores(database, found, diagnosis)
        database.save()
        _record("database.scored", database, {"gwp_set": gwp_set, "scores": scores}, by=by, at=at)
        report("keeping", 1, 1)
    return database


@transaction.atomic
def settle_scores(*, public_id: str, at: datetime) -> None:  # noqa: ARG001 - every operation is told when
    """Note that a computation ended without a result: the figures of before stand (called by the worker)."""
    database = Database.objects.select_for_update().get(public_id=public_id)
    if database.solved == Solved.COMPUTING.value:
        database.solved = Solved.DONE.value if database.scores_file else Solved.NONE.value
        database.save(update_fields=["solved"])


@transaction.atomic
def set_access(*, database: Database, access: str, by: User, at: datetime) -> Database:
    """Open a database to everyone, where its licence allows, or take it back to its organisation."""
    check_can_edit(viewer_of(by), database.organisation_id)
    database = _locked(database)
    _check_ready(database)
    fault = _access_fault(database.licence, access)
    if fault:
        raise Invalid([fault])
    database.access = access
    database.save(update_fields=["access"])
    _record("database.access", database, {"access": access}, by=by, at=at)
    return database


@transaction.atomic
def delete_database(*, database: Database, by: User, at: datetime) -> None:
    """Delete a database with all its processes. The file handed in and the ledger stay."""
    check_can_edit(viewer_of(by), database.organisation_id)
    database = _locked(database)
    _move(database, State.DELETED)
    Process.objects.filter(database=database)._raw_delete("default")  # noqa: SLF001 - rows nothing else refers to
    database.save(update_fields=["state"])
    _record("database.deleted", database, {}, by=by, at=at)


@transaction.atomic
def queue_file(*, database: Database, codec: str, by: User, at: datetime) -> Task:
    """Queue a database as a file in another format; its licence must allow handing it on."""
    viewer = viewer_of(by)
    check_can_hand_on(viewer, database)
    check_can_edit(viewer, database.organisation_id)
    _check_ready(database)
    if codec not in WRITTEN:
        raise Invalid(
            [_finding("DB-FORMAT", "codec", Text("不能写出这种格式。", "This format is not written."), codec)]
        )
    return _queue(database, FILE, {"codec": codec}, by=by, at=at)


def write_file(*, public_id: str, codec: str, report: Report) -> str:
    """Write a database in another format; return the digest of the file (called by the worker)."""
    from qiantan.core.formats import catalogue

    database = Database.objects.get(public_id=public_id)
    _check_ready(database)
    write = catalogue.CODECS[codec].write
    if write is None:
        raise WrongState("不能写出这种格式。", "This format is not written.")
    total = database.counts.get("processes", 0)

    def counted() -> Any:
        for number, dataset in enumerate(catalogue.stream(fetch(database.sha256))):
            if number % 200 == 0:
                report("writing", number, total)
            yield dataset

    return keep(write(counted())).sha256


def _solved(linked: LinkedDatabase, gwp_set: str) -> tuple[Footprints | None, Text]:
    try:
        return footprints(linked, gwp_set), Text("", "")
    except (EngineError, UncharacterisedFlow) as error:
        return None, error.text


def _refused(database: Database, codec: str, findings: tuple[Finding, ...], *, by: User, at: datetime) -> Database:
    with transaction.atomic():
        database = _locked(database)
        _move(database, State.FAILED)
        database.codec = codec
        _note_findings(database, findings)
        database.save()
        _record("database.refused", database, {"findings": len(findings)}, by=by, at=at)
    return database


def _note_findings(database: Database, findings: tuple[Finding, ...]) -> None:
    database.findings_file = keep(canonical_bytes([to_json(one) for one in findings])).sha256
    tally = {severity.value: sum(one.severity is severity for one in findings) for severity in SEVERITIES}
    database.counts = {**database.counts, "findings": tally}


def _note_scores(database: Database, found: Footprints | None, diagnosis: Text) -> None:
    database.solved = Solved.DONE.value if found else Solved.REFUSED.value
    database.proven = bool(found and found.bound is not None)
    database.residual = found.residual if found else None
    database.diagnosis_zh, database.diagnosis_en = diagnosis


def _begun(public_id: str) -> Database:
    with transaction.atomic():
        database = Database.objects.select_for_update().get(public_id=public_id)
        if database.state == State.FAILED.value:
            _move(database, State.IMPORTING)
            database.save(update_fields=["state"])
        if database.state != State.IMPORTING.value:
            raise _wrong_state(database)
    return database


def _check_statement(statement: Statement, content: bytes) -> None:
    faults = []
    licence = statement.licence
    if not statement.name.strip():
        faults.append(_finding("DB-NAME", "name", Text("请填写数据库名称。", "Please name the database.")))
    if licence not in LICENCES:
        faults.append(_finding("DB-LICENCE", "licence", Text("请选择许可。", "Please choose the terms."), licence))
    fault = _access_fault(licence, statement.access)
    if fault:
        faults.append(fault)
    limit = LIMIT
    if not content:
        faults.append(_finding("FILE-EMPTY", "file", Text("文件是空的。", "The file is empty.")))
    elif len(content) > limit:
        megabytes = limit // 1024 // 1024
        large = Text(f"文件超过{megabytes} MB。", f"The file is larger than {megabytes} MB.")
        faults.append(_finding("FILE-TOO-LARGE", "file", large, f"{len(content) / 1024 / 1024:.1f} MB"))
    if faults:
        raise Invalid(faults)


def _access_fault(licence: str, access: str) -> Finding | None:
    if access not in {one.value for one in Access}:
        return _finding("DB-ACCESS", "access", Text("请选择谁可以查看。", "Please choose who may see it."), access)
    if access == Access.OPEN.value and licence not in HANDED_ON:
        return _finding(
            "DB-ACCESS-LICENCE",
            "access",
            Text(
                "该许可不允许公开，只能供本组织查看。",
                "These terms do not allow opening it; only the organisation may see it.",
            ),
            licence,
        )
    return None


def _finding(code: str, place: str, message: Text, found: str = "") -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, found=found)


def _queue(database: Database, step: str, payload: dict[str, Any], *, by: User, at: datetime) -> Task:
    task = queue_task(
        organisation=database.organisation,
        kind=Kind.DATABASE.value,
        subject=str(database.public_id),
        title=str(database)[:200],
        payload={"step": step, **payload},
        by=by,
        at=at,
    )
    database.task = task
    database.save(update_fields=["task"])
    return task


def _record(kind: str, database: Database, body: dict[str, Any], *, by: User, at: datetime) -> None:
    record(kind=kind, subject=str(database.public_id), organisation=database.organisation, body=body, by=by, at=at)


def _locked(database: Database) -> Database:
    return Database.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=database.pk)


def _check_ready(database: Database) -> None:
    if database.state != State.READY.value:
        raise _wrong_state(database)


def _move(database: Database, state: State) -> None:
    if state not in MOVES[State(database.state)][1]:
        raise _wrong_state(database)
    database.state = state.value


def _wrong_state(database: Database) -> WrongState:
    label = database.state_label
    return WrongState(f"该数据库当前为“{label.zh}”，不能进行此操作。", f"The database is “{label.en.lower()}”.")
