"""Addresses of the design system: the gallery and the large-text switch."""

from django.urls import path

from qiantan.web.ui import gallery, views

app_name = "ui"

urlpatterns = [
    path("", gallery.gallery, name="gallery"),
    path("drawer/", gallery.drawer, name="drawer"),
    path("sheet/", gallery.sheet, name="sheet"),
    path("care/", views.care, name="care"),
]
