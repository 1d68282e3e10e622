"""Addresses of the factor library."""

from django.urls import path

from qiantan.web.factors import views

app_name = "factors"

urlpatterns = [
    path("", views.factors, name="list"),
    path("<str:factor_id>/", views.factor, name="factor"),
]
