"""Addresses of the provincial network."""

from django.urls import path

from qiantan.web.network import inquiries, views

app_name = "network"

urlpatterns = [
    path("", views.network, name="front"),
    path("movements.csv", views.movements, name="movements"),
    path("levers/", views.levers, name="levers"),
    path("weakest/", views.weakest, name="weakest"),
    path("rebuild/", views.rebuild, name="rebuild"),
    path("cancel/", views.cancel, name="cancel"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/spread/", inquiries.ask_spread, name="ask_spread"),
    path("inquiries/impact/", inquiries.ask_impact, name="ask_impact"),
    path("inquiries/<uuid:public_id>/", inquiries.inquiry, name="inquiry"),
    path("inquiries/<uuid:public_id>/row/", inquiries.row, name="row"),
    path("inquiries/<uuid:public_id>/file/", inquiries.file, name="file"),
    path("inquiries/<uuid:public_id>/cancel/", inquiries.cancel_inquiry, name="cancel_inquiry"),
    path("inquiries/<uuid:public_id>/retry/", inquiries.retry_inquiry, name="retry_inquiry"),
    path("inquiries/<uuid:public_id>/products/<int:key>/", inquiries.spread_of_product, name="spread_of_product"),
]
