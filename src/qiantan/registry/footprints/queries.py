"""Reads about frozen studies, runs and reports."""

import uuid
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet

from qiantan.core.results.document import Result
from qiantan.core.study.document import Study
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints.models import FrozenStudy, ReportFile, Run
from qiantan.registry.ledger.exhibits import fetch
from qiantan.registry.products.models import ActivityRecord, Product
from qiantan.registry.products.queries import one

DEMONSTRATION = "cement"


class Documents(NamedTuple):
    """The two documents of a run: the study, and its result once there is one."""

    study: Study
    result: Result | None


def latest_run(viewer: Viewer, activity: ActivityRecord) -> Run | None:
    """Return the newest run of activity data, done or not; none where nothing was calculated."""
    return _runs(viewer).filter(activity=activity).order_by("-pk").first()


def get_run(viewer: Viewer, public_id: uuid.UUID | str) -> Run:
    """Return one run with its task, study, activity data and product; `NotFound` for a stranger."""
    return one(_runs(viewer), public_id)


def run_heading(viewer: Viewer, public_id: uuid.UUID | str) -> Run:
    """Return one run with its activity data and product, without the bytes of its documents; `NotFound` for a stranger."""
    return one(_runs(viewer).defer("draft", "result", "study__content"), public_id)


def runs(viewer: Viewer, product: Product) -> list[Run]:
    """Return the runs of a product, newest first, without their bytes."""
    found = _runs(viewer).filter(activity__product=product).order_by("-pk")
    return list(found.defer("draft", "result", "study__content")[:100])


def get_study(viewer: Viewer, public_id: uuid.UUID | str) -> FrozenStudy:
    """Return one frozen study with its product; `NotFound` for a stranger."""
    return one(_studies(viewer), public_id)


def studies(viewer: Viewer, product: Product) -> list[FrozenStudy]:
    """Return the frozen studies of a product, newest first, without their bytes."""
    return list(_studies(viewer).filter(product=product).order_by("-pk").defer("content"))


def count_studies() -> int:
    """Return how many studies are frozen in all: a figure of the front page, which tells nothing of any of them."""
    return FrozenStudy.objects.count()


def run_of_study(viewer: Viewer, study: FrozenStudy) -> Run | None:
    """Return the newest run of a frozen study."""
    return _runs(viewer).filter(study=study).order_by("-pk").first()


def documents(run: Run) -> Documents:
    """Return the documents of a run as values; no query is made."""
    study = bytes(run.study.content if run.study else run.draft)
    return Documents(_study(study), _result(bytes(run.result)) if run.result is not None else None)


def reports(viewer: Viewer, run: Run) -> list[ReportFile]:
    """Return the reports made of a run."""
    return list(_reports(viewer).filter(run=run).order_by("kind"))


def get_report(viewer: Viewer, public_id: uuid.UUID | str) -> ReportFile:
    """Return one report; `NotFound` for a stranger."""
    return one(_reports(viewer), public_id)


def report_bytes(viewer: Viewer, public_id: uuid.UUID | str) -> bytes:
    """Return the bytes of a report as it was made."""
    return fetch(get_report(viewer, public_id).sha256)


def study_package(viewer: Viewer, public_id: uuid.UUID | str) -> bytes:
    """Return everything about a frozen study as one zip file: study, result, inventory, reports, digests, and how to
    recompute it. The same study gives the same bytes until another report is made.
    """
    from qiantan.registry.footprints.package import Package, write_package

    study = get_study(viewer, public_id)
    run = _runs(viewer).filter(study=study, result__isnull=False).order_by("-pk").first()
    made = list(_reports(viewer).filter(run=run).order_by("kind")) if run else []
    package = Package(
        number=study.number,
        study=bytes(study.content),
        result=bytes(run.result) if run else None,
        reports={report.name: fetch(report.sha256) for report in made},
        frozen_at=study.frozen_at,
    )
    return write_package(package)


def count_frozen() -> int:
    """Return how many studies are frozen in all; a public count that names nobody."""
    return FrozenStudy.objects.count()


def demonstration() -> Documents:
    """Return the documents of the demonstration's cement case; `NotFound` before it was prepared.

    The one read without a viewer: the case is a published one, and the terminal has nobody signed in.
    """
    run = (
        Run.objects.filter(study__product__template=DEMONSTRATION, result__isnull=False)
        .select_related("study")
        .order_by("pk")
        .first()
    )
    if run is None:
        raise NotFound("示范案例尚未准备。", "The demonstration is not prepared yet.")
    return documents(run)


# Documents are immutable and named by their bytes, so a process may keep the ones it read last.
@lru_cache(maxsize=32)
def _study(content: bytes) -> Study:
    return Study.model_validate_json(content)


@lru_cache(maxsize=32)
def _result(content: bytes) -> Result:
    return Result.model_validate_json(content)


def _runs(viewer: Viewer) -> QuerySet[Run]:
    found = Run.objects.filter(activity__product__organisation_id__in=viewer.organisation_ids)
    return found.select_related(
        "task", "study", "created_by", "activity__product__organisation", "activity__product__site"
    )


def _studies(viewer: Viewer) -> QuerySet[FrozenStudy]:
    found = FrozenStudy.objects.filter(product__organisation_id__in=viewer.organisation_ids)
    return found.select_related("product__organisation", "product__site", "activity", "frozen_by")


def _reports(viewer: Viewer) -> QuerySet[ReportFile]:
    found = ReportFile.objects.filter(run__activity__product__organisation_id__in=viewer.organisation_ids)
    return found.select_related("run")
