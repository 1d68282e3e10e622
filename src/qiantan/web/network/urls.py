"""Addresses of the provincial network."""

from django.urls import path

from qiantan.web.network import views

app_name = "network"

urlpatterns = [
    path("", views.network, name="front"),
    path("rebuild/", views.rebuild, name="rebuild"),
    path("cancel/", views.cancel, name="cancel"),
]
