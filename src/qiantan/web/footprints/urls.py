"""Addresses of calculations and their results."""

from django.urls import path

from qiantan.web.footprints import views, what_if_views

app_name = "footprints"
urlpatterns = [
    path("data/<uuid:activity>/calculate/", views.calculate, name="calculate"),
    path("runs/<uuid:run>/", views.run, name="run"),
    path("runs/<uuid:run>/state/", views.state, name="state"),
    path("runs/<uuid:run>/explain/", views.explain, name="explain"),
    path("runs/<uuid:run>/freeze/", views.freeze, name="freeze"),
    path("runs/<uuid:run>/reports/", views.report, name="report"),
    path("runs/<uuid:run>/what-if/", what_if_views.what_if_page, name="what_if"),
    path("runs/<uuid:run>/what-if/factors/", what_if_views.what_if_factors, name="what_if_factors"),
    path("runs/<uuid:run>/what-if/take/", what_if_views.what_if_take, name="what_if_take"),
    path("runs/<uuid:run>/files/<slug:kind>/", views.file, name="file"),
]
