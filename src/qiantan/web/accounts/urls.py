"""Addresses of the organisation pages."""

from django.urls import path

from qiantan.web.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.organisations, name="list"),
    path("register/", views.register, name="register"),
    path("<uuid:public_id>/", views.organisation, name="organisation"),
    path("<uuid:public_id>/sites/", views.add_site, name="add_site"),
    path("<uuid:public_id>/members/", views.add_member, name="add_member"),
]
