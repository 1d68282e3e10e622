"""Datasets on their way, their review, and the releases they go into."""

from qiantan.registry.submissions.models.release import DraftLine, ReleaseDraft
from qiantan.registry.submissions.models.review import Appointment, Comment, Expert, Thread, Verdict
from qiantan.registry.submissions.models.submission import Move, Round, Submission

__all__ = [
    "Appointment",
    "Comment",
    "DraftLine",
    "Expert",
    "Move",
    "ReleaseDraft",
    "Round",
    "Submission",
    "Thread",
    "Verdict",
]
