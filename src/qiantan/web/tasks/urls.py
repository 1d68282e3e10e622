"""Addresses of the task centre."""

from django.urls import path

from qiantan.web.tasks import views

app_name = "tasks"

urlpatterns = [
    path("", views.tasks, name="list"),
    path("<uuid:public_id>/", views.task, name="task"),
    path("<uuid:public_id>/row/", views.row, name="row"),
    path("<uuid:public_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:public_id>/retry/", views.retry, name="retry"),
]
