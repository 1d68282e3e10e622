"""Addresses: plant values given in confidence, and the local typical values made of them."""

from django.urls import path

from qiantan.web.typical import desk_views, giving_views, views

app_name = "typical"

urlpatterns = [
    path("", views.calls, name="list"),
    path("open/", desk_views.open_call, name="open"),
    path("mine/", giving_views.mine, name="mine"),
    path("calls/<uuid:call_id>/", views.call, name="call"),
    path("calls/<uuid:call_id>/sites/<uuid:site_id>/", giving_views.give, name="give"),
    path("calls/<uuid:call_id>/desk/", desk_views.desk, name="desk"),
    path("calls/<uuid:call_id>/close/", desk_views.close, name="close"),
    path("calls/<uuid:call_id>/reopen/", desk_views.reopen, name="reopen"),
    path("calls/<uuid:call_id>/prepare/", desk_views.prepare, name="prepare"),
    path("values/<uuid:release_id>/", views.value, name="value"),
    path("values/<uuid:release_id>/csv/", views.value_csv, name="value_csv"),
    path("values/<uuid:release_id>/publish/", desk_views.publish, name="publish"),
    path("values/<uuid:release_id>/discard/", desk_views.discard, name="discard"),
    path("values/<uuid:release_id>/propose/", giving_views.propose, name="propose"),
    path("given/<uuid:contribution_id>/", giving_views.own, name="own"),
    path("given/<uuid:contribution_id>/withdraw/", giving_views.withdraw, name="withdraw"),
    path("given/<uuid:contribution_id>/evidence/", giving_views.evidence, name="evidence"),
]
