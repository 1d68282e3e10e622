"""Addresses: what people are told: a factor that changed, a review to do, a task that waits."""

from django.urls import path

from qiantan.web.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("seen/", views.all_seen, name="all_seen"),
    path("<uuid:public_id>/", views.open_notice, name="open"),
]
