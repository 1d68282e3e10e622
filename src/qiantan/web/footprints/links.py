"""Addresses of the result page's parts."""

from urllib.parse import urlencode

from django.urls import reverse


def explain_link(run: str, to: str = "") -> str:
    """Return the address that opens one number of a run; the headline without `to`."""
    address = reverse("footprints:explain", args=[run])
    return f"{address}?{urlencode({'to': to})}" if to else address


def file_link(run: str, kind: str) -> str:
    """Return the address of a file of a run."""
    return reverse("footprints:file", args=[run, kind])
