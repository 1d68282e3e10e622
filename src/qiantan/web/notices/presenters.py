"""Notices as lines of a list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.web.ui.parts import Link
from qiantan.web.ui.wording import words


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A notice in the language of the page; `open` is posted to."""

    kind: str
    text: str
    at: str
    whom: str
    open: str
    seen: bool


def view(notice: object) -> NoticeView:
    """Return a notice as a line; `whom` names the organisation it reached the reader through."""
    return NoticeView(
        kind=words(notice.kind_label),
        text=words(notice.text),
        at=date_format(localtime(notice.created_at), "Y-m-d H:i"),
        whom=notice.organisation.name if notice.organisation else "",
        open=reverse("notices:open", args=[notice.public_id]),
        seen=notice.seen_at is not None,
    )


def tabs(*, unseen: bool) -> list[Link]:
    """Return the two views of the list."""
    here = reverse("notices:list")
    return [
        Link(text=_("全部"), href=here, current=not unseen),
        Link(text=_("未读"), href=f"{here}?show=unseen", current=unseen),
    ]
