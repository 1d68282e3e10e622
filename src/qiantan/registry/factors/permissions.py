"""Published factors are read by everybody; they are loaded with the system, not by a person."""

from qiantan.registry.accounts.viewer import Viewer


def can_read(viewer: Viewer) -> bool:  # noqa: ARG001 - the question is asked of every viewer
    """Say whether the viewer may see published factors."""
    return True


def check_can_read(viewer: Viewer) -> None:
    """Published factors are refused to nobody."""
