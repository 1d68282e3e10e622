"""Addresses of the databases."""

from django.urls import path

from qiantan.web.databases import changing, process_views, views

app_name = "databases"

urlpatterns = [
    path("", views.databases, name="list"),
    path("new/", changing.upload, name="new"),
    path("<uuid:database>/", views.database, name="database"),
    path("<uuid:database>/state/", views.state, name="state"),
    path("<uuid:database>/findings.csv", views.findings_csv, name="findings"),
    path("<uuid:database>/flows/", views.flows, name="flows"),
    path("<uuid:database>/processes/<uuid:process>/", process_views.process, name="process"),
    path("<uuid:database>/processes/<uuid:process>/factor/", process_views.factor, name="factor"),
    path("<uuid:database>/scores/", changing.scores, name="scores"),
    path("<uuid:database>/access/", changing.access, name="access"),
    path("<uuid:database>/delete/", changing.delete, name="delete"),
    path("<uuid:database>/file/", changing.file, name="file"),
    path("<uuid:database>/file/<uuid:file>/", views.download, name="download"),
    path("<uuid:database>/original/", views.original, name="original"),
]
