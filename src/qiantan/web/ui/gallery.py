"""The gallery: every component in every state, also the target of the browser tests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qiantan.web.ui import samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    form = samples.SampleForm(request.POST if request.method == "POST" else None)
    wrong = samples.SampleForm(
        {"wrong-amount": "1.2 万吨水", "wrong-unit": "t", "wrong-started": "去年"}, prefix="wrong"
    )
    forms = {"form": form, "wrong": wrong, "single": samples.SampleForm(prefix="single")}
    return render(request, "ui/gallery.html", {**samples.everything(), **forms})


def drawer(request: HttpRequest) -> HttpResponse:
    """Show what the sample drawer holds: a fragment for htmx, the gallery without it."""
    if request.headers.get("HX-Request") == "true":
        return render(request, "ui/gallery_drawer.html", samples.everything())
    return gallery(request)


def sheet(request: HttpRequest) -> HttpResponse:
    """Show the sheet that is made for paper."""
    return render(request, "ui/gallery_sheet.html", samples.everything())
