"""Addresses of calculations and their results."""

from django.urls import path

from qiantan.web.footprints import views

app_name = "footprints"
urlpatterns = [
    path("data/<uuid:activity>/calculate/", views.calculate, name="calculate"),
    path("runs/<uuid:run>/", views.run, name="run"),
    path("runs/<uuid:run>/state/", views.state, name="state"),
    path("runs/<uuid:run>/explain/", views.explain, name="explain"),
    path("runs/<uuid:run>/freeze/", views.freeze, name="freeze"),
    path("runs/<uuid:run>/reports/", views.report, name="report"),
    path("runs/<uuid:run>/files/<slug:kind>/", views.file, name="file"),
]
