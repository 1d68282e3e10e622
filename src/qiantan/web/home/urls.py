"""Addresses of the front page and the workbench."""

from django.urls import path

from qiantan.web.home import views

app_name = "home"

urlpatterns = [
    path("", views.front, name="front"),
    path("search/", views.search, name="search"),
    path("workbench/", views.workbench, name="workbench"),
    path("rules/", views.rules, name="rules"),
    path("rules/<slug:template_id>/", views.rule, name="rule"),
]
