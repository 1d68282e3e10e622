"""Published factors are read by everybody; the rulebook's are loaded with the system, those of the review by an editor."""

from qiantan.registry.accounts.permissions import can_edit_library, check_can_edit_library
from qiantan.registry.accounts.viewer import Viewer


def can_read(viewer: Viewer) -> bool:  # noqa: ARG001 - the question is asked of every viewer
    """Say whether the viewer may see published factors."""
    return True


def check_can_read(viewer: Viewer) -> None:
    """Published factors are refused to nobody."""


can_edit = can_edit_library
check_can_edit = check_can_edit_library
