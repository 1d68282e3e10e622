"""A published typical value on its way into the factor library: as a draft dataset that experts review like any other."""

from datetime import datetime

from django.db import transaction

from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.submissions.models import Submission
from qiantan.registry.submissions.operations import start_submission
from qiantan.registry.typical.models import Release
from qiantan.registry.typical.permissions import check_can_edit
from qiantan.registry.typical.queries import MadeRelease, factor_of, get_release
from qiantan.registry.typical.states import ReleaseState


@transaction.atomic
def propose_value(*, release: Release, organisation: Organisation, by: User, at: datetime) -> Submission:
    """Begin a dataset of the factor library with what a published typical value says; the rest is filled in by hand.

    Anybody who edits for an organisation may, since the value is public. Raises `NotPermitted`, `WrongState` for a release
    that is not in force.
    """
    viewer = viewer_of(by)
    check_can_edit(viewer, organisation.pk)
    made = get_release(viewer, release.public_id)
    if made.release.state != ReleaseState.PUBLISHED.value:
        raise WrongState("只有现行的典型值可以提交因子库。", "Only a typical value in force goes to the library.")
    origin = f"typical:{release.public_id}"
    return start_submission(organisation=organisation, answers=_answers(viewer, made), by=by, at=at, origin=origin)


def _answers(viewer: Viewer, made: MadeRelease) -> dict[str, str]:
    """Return the fields of a dataset that the value itself answers (`core.datasets.proposal.fields`)."""
    factor, call, figures = factor_of(viewer, made), made.release.call, made.figures
    stated = (
        {"value": str(figures.printed.mean), "unit": call.unit}
        if factor.value is not None
        else {"co2e": str(figures.printed.mean), "per": call.unit, "function": f"1 {call.unit} {call.name_zh}"}
    )
    lower, upper = figures.contributors
    return {
        **stated,
        "name_zh": factor.name.zh,
        "name_en": factor.name.en,
        "kind": factor.kind,
        "spread": str(factor.distribution.spread) if factor.distribution else "",
        "uncertainty": "几何标准差取自企业间相对标准差所在档的上限。" if factor.distribution else "离散程度未公布。",
        "boundary": factor.boundary,
        "geography": factor.geography,
        "reference_year": factor.reference_year,
        "published_year": factor.provenance.year,
        "collection": f"{call.data_year}年数据，企业保密提供；{call.asked_zh}",
        "share_of_supply": str(figures.cover[0]) if figures.cover else "",
        "sampling": f"{lower}—{upper}家独立企业" if upper else f"{lower}家以上独立企业",
        "issuer": factor.provenance.issuer,
        "document": factor.provenance.document,
        "page": f"第{made.release.number}次发布",
        "how_found": "derived",
        "certainty": "derived",
        "note": factor.provenance.note,
        "licence": "facts",
    }
