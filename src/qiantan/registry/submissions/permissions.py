"""Who may do what with a dataset on its way. Every question comes twice: `check_…` raises the reason, `can_…` answers.

A contributor is an editor of the organisation that hands the dataset in. The editor of the library and the experts have
nothing to do with that organisation or the owner of the data: `own_institution` asks for both.
"""

from collections.abc import Iterable
from typing import Protocol

from qiantan.registry.accounts.permissions import (
    can_analyse,
    can_edit,
    can_edit_library,
    check_can_edit,
    check_can_edit_library,
)
from qiantan.registry.accounts.refusals import NotPermitted
from qiantan.registry.accounts.viewer import Viewer

__all__ = [
    "can_contribute",
    "can_decide",
    "can_edit_library",
    "can_see_draft",
    "check_can_contribute",
    "check_can_decide",
    "check_can_edit_library",
    "check_can_see_draft",
    "check_unbound",
    "is_bound",
]


class Offered(Protocol):
    """What the questions need to know of a dataset: whose it is."""

    organisation_id: int
    owner_id: int | None


def can_contribute(viewer: Viewer, submission: Offered) -> bool:
    """Say whether the viewer may fill in, hand in, answer and withdraw a dataset."""
    return can_edit(viewer, submission.organisation_id)


def check_can_contribute(viewer: Viewer, submission: Offered) -> None:
    """Refuse who may not act for the organisation that hands the dataset in."""
    check_can_edit(viewer, submission.organisation_id)


def is_bound(organisations: Iterable[int], submission: Offered) -> bool:
    """Say whether somebody of these organisations belongs to the submitter or the owner of the data."""
    return bool({submission.organisation_id, submission.owner_id} & set(organisations))


def check_unbound(organisations: Iterable[int], submission: Offered) -> None:
    """Refuse who belongs to the submitter or the owner of the data: nobody judges what is their own."""
    if is_bound(organisations, submission):
        raise NotPermitted(
            "提交单位或数据所有者的成员不能审查、评审本单位的数据集。",
            "Members of the submitting organisation or of the owner of the data take no part in its review.",
        )


def can_decide(viewer: Viewer, submission: Offered) -> bool:
    """Say whether the viewer is an editor of the library who may decide about this dataset."""
    return can_edit_library(viewer) and not is_bound(viewer.organisation_ids, submission)


def check_can_decide(viewer: Viewer, submission: Offered) -> None:
    """Refuse who is no editor of the library, or belongs to the submitter or the owner of the data."""
    check_can_edit_library(viewer)
    check_unbound(viewer.organisation_ids, submission)


def can_see_draft(viewer: Viewer) -> bool:
    """Say whether the viewer may see releases in preparation: editors, and analysts who judge what they would move."""
    return can_edit_library(viewer) or can_analyse(viewer)


def check_can_see_draft(viewer: Viewer) -> None:
    """Refuse who is neither editor of the library nor analyst."""
    if not can_see_draft(viewer):
        raise NotPermitted(
            "只有因子库编辑和省级分析员可以查看准备中的发布。",
            "Only editors of the library and analysts see releases in preparation.",
        )
