"""All addresses come from the pages."""

from django.urls import include, path

urlpatterns = [path("", include("qiantan.web.urls"))]
