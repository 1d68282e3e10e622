"""Reads about notices: always those of the viewer."""

import uuid

from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.notices.models import Notice
from qiantan.registry.notices.permissions import can_read, check_can_read


def notices(viewer: Viewer, page: int = 1, *, unseen: bool = False) -> Page[Notice]:
    """Return the viewer's notices, newest first, in two queries; `unseen` leaves out those that were seen."""
    check_can_read(viewer)
    found = Notice.objects.filter(recipient_id=viewer.user_id).select_related("organisation")
    if unseen:
        found = found.filter(seen_at=None)
    return page_of(found.order_by("-created_at", "-pk"), page, lambda notice: notice)


def unseen_count(viewer: Viewer) -> int:
    """Return how many notices the viewer has not seen, in one query; none for a visitor, without a query."""
    return Notice.objects.filter(recipient_id=viewer.user_id, seen_at=None).count() if can_read(viewer) else 0


def get_notice(viewer: Viewer, public_id: uuid.UUID | str) -> Notice:
    """Return one notice of the viewer's; `NotFound` for anybody else's."""
    check_can_read(viewer)
    found = Notice.objects.filter(recipient_id=viewer.user_id, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
