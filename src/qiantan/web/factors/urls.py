"""Addresses of the factor library."""

from django.urls import path

from qiantan.web.factors import views

app_name = "factors"

urlpatterns = [
    path("", views.factors, name="list"),
    path("compare/", views.compare, name="compare"),
    path("releases/", views.releases, name="releases"),
    path("releases/archive/", views.archive, name="archive"),
    path("releases/<str:release_id>/archive/", views.release_archive, name="release_archive"),
    path("<str:factor_id>/", views.factor, name="factor"),
    path("<str:factor_id>/file/<slug:kind>/", views.file, name="file"),
]
