"""From activity data to a recomputable package with a real worker on the real queue; cancel, retry, failure, stall."""

import io
import zipfile

import pytest
from tests.factories.records import AT, filled_activity, user

from qiantan.core.results.recompute import recompute
from qiantan.jobs.working import work
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries
from qiantan.registry.ledger.queries import verify_chain
from qiantan.registry.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_frozen_study_is_calculated_reported_and_recomputable():
    clerk = user()
    viewer = viewer_of(clerk)
    activity = filled_activity(clerk)
    viewer = viewer_of(clerk)
    study = footprints.freeze_study(activity=activity, by=clerk, at=AT)
    work(until_empty=True)
    run = queries.run_of_study(viewer, study)
    assert (run.task.state, run.task.message_zh) == ("done", "")
    for kind in ("word", "pdf", "inventory"):
        footprints.queue_report(run=run, kind=kind, by=clerk, at=AT)
    work(until_empty=True)
    assert [(task.state, task.message_zh) for task in Task.objects.filter(kind="report")] == [("done", "")] * 3
    package = zipfile.ZipFile(io.BytesIO(queries.study_package(viewer, study.public_id)))
    assert package.namelist() == [
        "study.json",
        "result.json",
        "inventory.csv",
        "report.pdf",
        "report.docx",
        "digests.txt",
        "README.txt",
    ]
    again = recompute(package.read("study.json"), package.read("result.json"))
    assert again.same
    assert run.total == pytest.approx(again.result.total, rel=0)
    assert verify_chain().sound
