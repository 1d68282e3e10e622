"""What a what-if question starts from: the study of a run, with the answers it was composed from where they are known.

Reading and ranking a study takes a fraction of a second, answering a question a few thousandths; so each process keeps
the bases it used last, by the digest of the study. Who may ask is decided before, on every request.
"""

from collections import OrderedDict
from functools import partial
from threading import Lock
from uuid import UUID

from qiantan.core.results.what_if import Basis, basis_of_answers, basis_of_study
from qiantan.core.study.document import Factor, Study
from qiantan.core.templates.activity import from_json
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import template as load_template
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.queries import factor_by_id
from qiantan.registry.footprints.models import Run
from qiantan.registry.footprints.queries import run_heading
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.queries import answers_at

KEPT = 64
_bases: OrderedDict[tuple[str, int, int], Basis] = OrderedDict()
_lock = Lock()


def run_and_basis(viewer: Viewer, public_id: UUID | str) -> tuple[Run, Basis]:
    """Return a run the viewer may read, without its bytes, and its basis; `NotFound` for a stranger.

    One query where this process has answered about the study before. Raises EngineError where it has no footprint.
    """
    run = run_heading(viewer, public_id)
    key = (run.study_sha256, run.activity_id, run.activity_version)
    with _lock:
        found = _bases.get(key)
        if found is not None:
            _bases.move_to_end(key)
            return run, found
    made = _basis(run)
    with _lock:
        _bases[key] = made
        while len(_bases) > KEPT:
            _bases.popitem(last=False)
    return run, made


def forget() -> None:
    """Drop every basis kept (for measurements and tests)."""
    with _lock:
        _bases.clear()


def library(factor_id: str) -> Factor | None:
    """Return a published factor by its id; none where there is none."""
    try:
        return factor_by_id(factor_id)
    except LookupError:
        return None


def _basis(run: Run) -> Basis:
    study = Study.model_validate_json(bytes(run.study.content if run.study else run.draft))
    activity: ActivityRecord = run.activity
    plan = load_template(activity.product.template)
    data = answers_at(activity, run.activity_version)
    if data is None:
        return basis_of_study(study)
    return basis_of_answers(study, plan, from_json(data), partial(compose, plan, library=library))
