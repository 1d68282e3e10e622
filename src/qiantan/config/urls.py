"""All addresses come from the pages, and so do the pages that say what went wrong."""

from django.urls import include, path

from qiantan.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("", include("qiantan.web.urls"))]
