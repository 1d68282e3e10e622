"""Reads about databases: lists, processes by search, one process with its suppliers, a process as a factor."""

import json
import mmap
import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import F, Q, QuerySet

from qiantan.core.datasets.document import Dataset, Exchange
from qiantan.core.datasets.export import dataset_of_factor
from qiantan.core.datasets.kept import kept_database, kept_scores
from qiantan.core.datasets.linked import OPEN_CODES, LinkedDatabase, loops
from qiantan.core.datasets.measures import our_unit
from qiantan.core.findings import Finding
from qiantan.core.findings.wire import from_json
from qiantan.core.formats import catalogue
from qiantan.core.quantities.units import UnitError
from qiantan.core.study.document import Emission, Factor
from qiantan.core.study.shape import Named, Provenance
from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound, WrongState
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.databases.models import Database, Process
from qiantan.registry.databases.permissions import check_can_hand_on
from qiantan.registry.databases.states import GWP_SETS, Access, State
from qiantan.registry.factors.segments import all_of, asked_words
from qiantan.registry.ledger.exhibits import Damaged, fetch, path_of
from qiantan.registry.tasks.models import Task
from qiantan.registry.tasks.states import State as TaskState

MOST_USERS = 20
ONLY = {
    "open": Q(open_inputs__gt=0),
    "silent": Q(kg=0.0),
    "negative": Q(kg__lt=0.0),
}
ORDERS = {"number": ("number",), "kg": (F("kg").desc(nulls_last=True), "number")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One input (or waste) of a process: the exchange, who supplies it, or why nobody does, and what it carries.

    `kg` CO2e for one unit of the reference product, `percent` of the footprint; none where there is no footprint.
    """

    exchange: Exchange
    supplier: Process | None
    code: str
    kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A product of a process: the exchange, whether it is the reference, kg CO2e of one unit and its proven bound."""

    exchange: Exchange
    unit: str
    is_reference: bool
    kg: float | None
    bound: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A process as its page shows it. `emissions` come with the gas they count as; `users` are the first that take its
    product, `used_by` how many do; `in_loop` says whether it needs its own product, by whatever way.
    """

    process: Process
    dataset: Dataset
    inputs: tuple[Taken, ...]
    products: tuple[Made, ...]
    emissions: tuple[tuple[Exchange, str, str], ...]
    users: tuple[Process, ...]
    used_by: int
    in_loop: bool


def databases(viewer: Viewer, page: int = 1) -> Page[Database]:
    """Return the databases the viewer may see, the newest first, in two queries."""
    return page_of(_visible(viewer).order_by("-created_at", "-pk"), page, lambda one: one)


def get_database(viewer: Viewer, public_id: uuid.UUID | str) -> Database:
    """Return one database; `NotFound` for who may not see it and for one that was deleted."""
    found = _visible(viewer).filter(public_id=_uuid(public_id)).first()
    if found is None:
        raise NotFound
    return found


def findings(viewer: Viewer, database: Database) -> tuple[Finding, ...]:
    """Return everything that was found when a database was imported, most frequent first."""
    get_database(viewer, database.public_id)
    if not database.findings_file:
        return ()
    return tuple(from_json(one) for one in json.loads(fetch(database.findings_file)))


def processes(
    viewer: Viewer, database: Database, text: str = "", *, only: str = "", order: str = "number", page: int = 1
) -> Page[Process]:
    """Return the processes of a database that have every word asked for, in two queries.

    `only` narrows them to one of `ONLY`; `order` is one of `ORDERS`.
    """
    get_database(viewer, database.public_id)
    found = Process.objects.filter(database=database).defer("words")
    question = all_of(asked_words(text))
    if question:
        found = found.extra(where=["words @@ %s::tsquery"], params=[question])
    elif text.strip():
        found = found.none()
    if only in ONLY:
        found = found.filter(ONLY[only])
    return page_of(found.order_by(*ORDERS.get(order, ORDERS["number"])), page, lambda one: one, size=50)


def get_process(viewer: Viewer, database: Database, process: uuid.UUID | str) -> Process:
    """Return one process of a database; `NotFound` where there is none."""
    get_database(viewer, database.public_id)
    found = Process.objects.filter(database=database, uuid=_uuid(process)).defer("words").first()
    if found is None:
        raise NotFound
    return found


def whole_process(viewer: Viewer, database: Database, process: uuid.UUID | str) -> Whole:
    """Return a process with its dataset, who supplies it and who uses it, in four queries however many there are."""
    row = get_process(viewer, database, process)
    linked = linked_database(database.system_file)
    dataset = _dataset(database, row, linked)
    by_id = {one.id: one for one in dataset.exchanges}
    at = _links_of(linked, row.number)
    users, used_by = _users(linked, row.number)
    suppliers = linked.links.supplier[at]
    numbers = {linked.columns[column].process for column in suppliers.tolist() if column >= 0}
    rows = Process.objects.filter(database=database, number__in=numbers | set(users)).defer("words").in_bulk(
        field_name="pk"
    )  # fmt: skip
    by_number = {one.number: one for one in rows.values()}
    known = frozenset(linked.links.exchange[_every_link(linked, row.number)].tolist())
    scores = kept_scores(fetch(database.scores_file)) if database.scores_file else None
    return Whole(
        process=row,
        dataset=dataset,
        inputs=tuple(_taken(linked, scores, by_id, by_number, at)),
        products=tuple(_made(linked, scores, by_id, row.number)),
        emissions=tuple(_emissions(linked, dataset, known)),
        users=tuple(by_number[one] for one in users if one in by_number),
        used_by=used_by,
        in_loop=bool(_in_loop(database.system_file)[row.number]),
    )


def factor_of_process(viewer: Viewer, database: Database, process: uuid.UUID | str) -> Factor:
    """Return the footprint of a process as a factor a study can pin: cradle to gate, certainty low until reviewed.

    `NotFound` for who may not see the database, `WrongState` where there is no footprint, or its unit is none of ours.
    """
    row = get_process(viewer, database, process)
    if row.kg is None:
        raise WrongState("该数据库的碳足迹没有求解。", "The footprints of this database are not solved.")
    try:
        per = our_unit(row.unit)
    except UnitError as error:
        raise WrongState(error.zh, error.en) from None
    gwp_set = GWP_SETS[database.gwp_set]
    return Factor(
        id=f"database:{database.public_id}:{row.uuid}",
        name=Named(zh=row.name_zh or row.name_en, en=row.name_en),
        kind="footprint",
        per=per,
        emissions=(Emission(flow="co2e", kg=Decimal(repr(row.kg))),),
        boundary=f"摇篮到大门：数据库内全部已链接的供应（{row.inputs - row.open_inputs}/{row.inputs} 个直接投入已链接）；{gwp_set.zh}",
        geography=row.location or "GLO",
        reference_year=str(row.year) if row.year is not None else "未注明",
        release=f"database:{database.public_id}",
        provenance=Provenance(
            issuer=database.source or database.organisation.name,
            document=str(database),
            number=str(row.uuid),
            place=row.place,
            year=str(database.created_at.year),
            how_found="text",
            found_in=f"sha256:{database.sha256}",
            certainty="low",
            licence=database.terms.title.zh,
            note=f"由数据库的单元过程求解得到，求解方法与误差界见数据库页面；{gwp_set.en}",
        ),
    )


def factor_file(viewer: Viewer, database: Database, process: uuid.UUID | str) -> bytes:
    """Return the footprint of a process as a TIDAS package of one aggregated dataset, as the review of factors takes it.

    `NotPermitted` where the terms of the database do not allow handing it on.
    """
    check_can_hand_on(viewer, database)
    write = catalogue.CODECS["tidas"].write
    assert write is not None
    return write([dataset_of_factor(factor_of_process(viewer, database, process))])


def natures(viewer: Viewer, database: Database, *, only: str = "") -> tuple[Any, ...]:
    """Return the elementary flows of a database with what they count for: (flow, nature), the most used first.

    `only` is ``gas`` for those that count as a greenhouse gas, ``left_out`` for those left out with a reason.
    """
    get_database(viewer, database.public_id)
    linked = linked_database(database.system_file)
    found = [
        (linked.flows[one.flow], one)
        for one in linked.natures
        if not only or (only == "gas" and one.gas) or (only == "left_out" and one.code)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair[1].times, pair[0].uuid)))


def files(viewer: Viewer, database: Database) -> list[Task]:
    """Return the files of a database that were written in other formats, newest first."""
    check_can_hand_on(viewer, database)
    made = Task.objects.filter(subject=str(database.public_id), payload__step="file", state=TaskState.DONE.value)
    return list(made.exclude(file="").order_by("-pk")[:10])


def file_bytes(viewer: Viewer, database: Database, task: uuid.UUID | str) -> tuple[str, bytes]:
    """Return a written file with its format; `NotFound` where there is none, `NotPermitted` where terms forbid it."""
    wanted = str(_uuid(task))
    for one in files(viewer, database):
        if str(one.public_id) == wanted:
            return one.payload["codec"], fetch(one.file)
    raise NotFound


def handed_in(viewer: Viewer, database: Database) -> bytes:
    """Return the file as it was handed in; `NotPermitted` where its terms do not allow handing it on."""
    check_can_hand_on(viewer, database)
    return fetch(database.sha256)


@lru_cache(maxsize=2)
def linked_database(digest: str) -> LinkedDatabase:
    """Return the linked database kept under a digest; the last ones stay in memory."""
    return kept_database(fetch(digest))


@lru_cache(maxsize=2)
def _in_loop(digest: str) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    number, _ = loops(linked_database(digest))
    return number >= 0


def read_dataset(viewer: Viewer, database: Database, process: Process) -> Dataset:
    """Return the dataset of a process as the file states it."""
    get_database(viewer, database.public_id)
    return _dataset(database, process, linked_database(database.system_file))


def _dataset(database: Database, process: Process, linked: LinkedDatabase) -> Dataset:
    flows = _flows_of(database.system_file)
    with path_of(database.sha256).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            found = catalogue.reread(content, database.codec, process.place, flows)
        except LookupError as error:
            raise Damaged(f"{database.sha256}: {process.place}") from error
    dataset = next((one for one in found if one.uuid == linked.uuids[process.number]), None)
    if dataset is None:
        raise Damaged(f"{database.sha256}: {process.place}")
    return dataset


@lru_cache(maxsize=2)
def _flows_of(digest: str) -> dict[str, Any]:
    return {flow.uuid: flow for flow in linked_database(digest).flows}


def _links_of(linked: LinkedDatabase, number: int) -> Any:
    """Return the demands of the reference product of a process."""
    every = _every_link(linked, number)
    return every[linked.links.column[every] == number]


def _every_link(linked: LinkedDatabase, number: int) -> Any:
    low, high = np.searchsorted(linked.links.process, [number, number + 1]).tolist()
    return np.arange(low, high)


def _taken(linked: LinkedDatabase, scores: Any, by_id: Any, by_number: Any, at: Any) -> Any:
    links = linked.links
    for one in at.tolist():
        supplier = int(links.supplier[one])
        exchange = by_id.get(int(links.exchange[one]))
        if exchange is None:
            continue
        kg = None
        if supplier >= 0 and scores is not None:
            column, pivot = int(links.column[one]), linked.pivot
            kg = float(links.amount[one] * np.sign(pivot[supplier]) / abs(pivot[column]) * scores[0][supplier])
        row = by_number.get(linked.columns[supplier].process) if supplier >= 0 else None
        yield Taken(exchange=exchange, supplier=row, code=OPEN_CODES[int(links.code[one])], kg=kg)


def _made(linked: LinkedDatabase, scores: Any, by_id: Any, number: int) -> Any:
    # Co-products stand behind all reference products; few processes have any.
    columns = [number, *(at for at in range(len(linked.uuids), linked.size) if linked.columns[at].process == number)]
    for at in columns:
        column = linked.columns[at]
        kg, bound = (None, None) if scores is None else (float(scores[0][at]), float(scores[2][at]))
        yield Made(
            exchange=by_id[column.exchange],
            unit=column.unit,
            is_reference=column.is_reference,
            kg=kg,
            bound=None if bound is None or np.isnan(bound) else bound,
        )


def _emissions(linked: LinkedDatabase, dataset: Dataset, known: frozenset[int]) -> Any:
    verdict = {
        (linked.flows[one.flow].uuid, one.direction, one.unit): (one.gas, one.code) for one in _natures_of(linked)
    }
    for one in dataset.exchanges:
        if one.flow.kind == "elementary" and one.id not in known and one.id != dataset.function.exchange:
            yield (one, *verdict.get((one.flow.uuid, one.direction, one.unit), ("", "")))


def _natures_of(linked: LinkedDatabase) -> Any:
    return linked.natures


def _users(linked: LinkedDatabase, number: int) -> tuple[list[int], int]:
    """Return the first processes that take the reference product, and how many do."""
    users = np.unique(linked.links.process[linked.links.supplier == number])
    return users[:MOST_USERS].tolist(), int(users.size)


def _visible(viewer: Viewer) -> QuerySet[Database]:
    mine = Q(organisation_id__in=viewer.organisation_ids)
    everyones = Q(access=Access.OPEN.value, state=State.READY.value)
    found = Database.objects.filter(mine | everyones).exclude(state=State.DELETED.value)
    return found.select_related("organisation", "created_by", "task")


def _uuid(text: uuid.UUID | str) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise NotFound from None
