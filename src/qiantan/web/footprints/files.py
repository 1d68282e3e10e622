"""The files of a run, for download."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qiantan.core.formats.inventory import write_inventory
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints import queries

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.footprints.models import Run


JSON = "application/json"


class Download(NamedTuple):
    """A file to send: its name, media type and bytes."""

    name: str
    media_type: str
    content: bytes


def kept_file(viewer: Viewer, run: Run, kind: str) -> Download | None:
    """Return a file of a run; none where it cannot be had (yet)."""
    if kind == "inventory" and run.is_done:
        study, result = queries.documents(run)
        number = f"{run.study.number}-" if run.is_frozen else ""
        return Download(f"{number}inventory.csv", "text/csv; charset=utf-8", write_inventory(study, result))
    return _frozen_file(viewer, run, kind) if run.is_frozen else None


def _frozen_file(viewer: Viewer, run: Run, kind: str) -> Download | None:
    if kind == "study":
        return Download("study.json", JSON, bytes(run.study.content))
    if kind == "result" and run.is_done:
        return Download("result.json", JSON, bytes(run.result))
    if kind == "package":
        name = f"{run.study.number}.zip"
        return Download(name, "application/zip", queries.study_package(viewer, run.study.public_id))
    report = next((one for one in queries.reports(viewer, run) if one.kind == kind), None)
    if report is None:
        return None
    return Download(
        f"{run.study.number}-{report.name}", report.media_type, queries.report_bytes(viewer, report.public_id)
    )
