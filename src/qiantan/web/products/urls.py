"""Addresses of products, their activity data and imports."""

from django.urls import path

from qiantan.web.products import activity_views, evidence_views, import_views, views, wizard_views

app_name = "products"
urlpatterns = [
    path("", views.product_list, name="list"),
    path("new/", wizard_views.start, name="new"),
    path("new/restart/", wizard_views.restart, name="restart"),
    path("new/<slug:step>/", wizard_views.step, name="wizard"),
    path("<uuid:product>/", views.product_page, name="product"),
    path("<uuid:product>/periods/", views.open_period, name="open_period"),
    path("data/<uuid:activity>/", activity_views.resume, name="activity"),
    path("data/<uuid:activity>/check/", activity_views.check, name="check"),
    path("data/<uuid:activity>/workbook/", activity_views.workbook, name="workbook"),
    path("data/<uuid:activity>/reopen/", activity_views.reopen, name="reopen"),
    path("data/<uuid:activity>/evidence/", evidence_views.attach, name="evidence"),
    path("evidence/<uuid:evidence>/", evidence_views.evidence_file, name="evidence_file"),
    path("data/<uuid:activity>/import/", import_views.upload, name="import"),
    path("data/<uuid:activity>/s/<slug:section>/", activity_views.section, name="section"),
    path("imports/<uuid:draft>/", import_views.draft, name="draft"),
    path("imports/<uuid:draft>/state/", import_views.state, name="draft_state"),
    path("imports/<uuid:draft>/marked/", import_views.marked, name="marked"),
    path("imports/<uuid:draft>/correct/", import_views.correct, name="correct"),
    path("imports/<uuid:draft>/confirm/", import_views.confirm, name="confirm"),
    path("imports/<uuid:draft>/discard/", import_views.discard, name="discard"),
]
