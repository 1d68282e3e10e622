"""Addresses come from the pages and the interface for machines; the pages say what went wrong."""

from django.urls import include, path

from qiantan.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("api/v1/", include("qiantan.api.urls")), path("", include("qiantan.web.urls"))]
