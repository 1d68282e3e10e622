"""Pages that everybody may see when the database is open, and its members otherwise."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from qiantan.registry.accounts.refusals import NotFound

View = Callable[..., HttpResponse]


def seen_by_members_or_all(view: View) -> View:
    """Ask a visitor to sign in where there is nothing for visitors: it may be a database of theirs."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path())
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            return redirect_to_login(request.get_full_path())

    return asked
