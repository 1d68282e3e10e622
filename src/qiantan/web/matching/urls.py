"""Addresses: bills of materials and the factors their lines are matched with."""

from django.urls import path

from qiantan.web.matching import bill_views, line_views

app_name = "matching"
urlpatterns = [
    path("data/<uuid:activity>/", bill_views.bills, name="bills"),
    path("<uuid:bill>/", bill_views.bill, name="bill"),
    path("<uuid:bill>/exact/", bill_views.exact, name="exact"),
    path("<uuid:bill>/again/", bill_views.again, name="again"),
    path("<uuid:bill>/csv/", bill_views.as_csv, name="csv"),
    path("<uuid:bill>/xlsx/", bill_views.as_xlsx, name="xlsx"),
    path("lines/<uuid:line>/", line_views.line, name="line"),
    path("lines/<uuid:line>/accept/", line_views.accept, name="accept"),
    path("lines/<uuid:line>/reject/", line_views.reject, name="reject"),
    path("lines/<uuid:line>/withdraw/", line_views.withdraw, name="withdraw"),
]
