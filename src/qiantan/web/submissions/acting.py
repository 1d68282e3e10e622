"""Carrying out an operation for a page: what it refuses as invalid comes back as messages, anything else as its page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from qiantan.registry.accounts.refusals import Invalid
from qiantan.web.ui.wording import words


def act(
    request: HttpRequest, operation: Callable[[], object], said: str, back: str, *arguments: object
) -> HttpResponse:
    """Run an operation, say what came of it, and go back to a page; findings are all said."""
    try:
        operation()
    except Invalid as refusal:
        for one in refusal.findings:
            messages.error(request, " ".join(part for part in (words(one.message), words(one.remedy)) if part))
    else:
        messages.success(request, said)
    return redirect(reverse(back, args=arguments))
