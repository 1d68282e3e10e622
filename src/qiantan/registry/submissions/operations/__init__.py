"""The way of a dataset: handing in, reviewing, releasing; and the experts."""

from qiantan.registry.submissions.operations.experts import dismiss_expert, grant_expert
from qiantan.registry.submissions.operations.judging import (
    accept_submission,
    decline_submission,
    give_verdict,
    return_submission,
)
from qiantan.registry.submissions.operations.releasing import (
    add_to_release,
    discard_release,
    drop_line,
    open_release,
    publish_release,
    retire_factor,
    retire_in_release,
    save_release,
)
from qiantan.registry.submissions.operations.reviewing import (
    appoint_expert,
    begin_check,
    begin_review,
    close_thread,
    comment,
    open_thread,
    withdraw_appointment,
)
from qiantan.registry.submissions.operations.submitting import (
    receive_proposals,
    save_answers,
    start_submission,
    submit,
    withdraw_submission,
)

__all__ = [
    "accept_submission",
    "add_to_release",
    "appoint_expert",
    "begin_check",
    "begin_review",
    "close_thread",
    "comment",
    "decline_submission",
    "discard_release",
    "dismiss_expert",
    "drop_line",
    "give_verdict",
    "grant_expert",
    "open_release",
    "open_thread",
    "publish_release",
    "receive_proposals",
    "retire_factor",
    "retire_in_release",
    "return_submission",
    "save_answers",
    "save_release",
    "start_submission",
    "submit",
    "withdraw_appointment",
    "withdraw_submission",
]
