"""Addresses: what the library misses most, the targets, and what a release would move before it is published."""

from django.urls import path

from qiantan.web.gaps import impact_views, views

app_name = "gaps"

urlpatterns = [
    path("", views.board, name="board"),
    path("<int:number>/", views.gap, name="gap"),
    path("targets/", views.targets, name="targets"),
    path("count/", views.count, name="count"),
    path("count/state/", views.count_state, name="count_state"),
    path("count/stop/", views.stop_count, name="stop_count"),
    path("impact/", impact_views.impacts, name="impacts"),
    path("impact/<uuid:impact>/", impact_views.impact, name="impact"),
    path("impact/<uuid:impact>/state/", impact_views.state, name="impact_state"),
    path("impact/<uuid:impact>/stop/", impact_views.stop, name="stop_impact"),
    path("impact/of-draft/<uuid:draft>/", impact_views.of_draft, name="of_draft"),
]
