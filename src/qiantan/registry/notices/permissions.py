"""A notice belongs to the person it was sent to: nobody else reads it or marks it as seen."""

from qiantan.registry.accounts.refusals import NotPermitted
from qiantan.registry.accounts.viewer import Viewer


def can_read(viewer: Viewer) -> bool:
    """Say whether the viewer may have notices at all: somebody who is signed in."""
    return viewer.user_id is not None


def check_can_read(viewer: Viewer) -> None:
    """Refuse a visitor."""
    if not can_read(viewer):
        raise NotPermitted("请先登录。", "Please sign in first.")
