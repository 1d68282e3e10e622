"""Addresses: datasets on their way into the library: submitted, checked, reviewed, published in a release, retired."""

from django.urls import path

from qiantan.web.submissions import desk_views, form_views, release_views, review_views, views

app_name = "submissions"

urlpatterns = [
    path("", views.submissions, name="list"),
    path("new/", form_views.new, name="new"),
    path("begin/", form_views.begin, name="begin"),
    path("upload/", form_views.upload, name="upload"),
    path("template/", form_views.template, name="template"),
    path("reviews/", review_views.reviews, name="reviews"),
    path("desk/", desk_views.desk, name="desk"),
    path("desk/due/", desk_views.due, name="due"),
    path("desk/retire/", desk_views.retire, name="retire"),
    path("experts/", desk_views.experts, name="experts"),
    path("experts/<int:expert>/dismiss/", desk_views.dismiss, name="dismiss"),
    path("releases/", release_views.releases, name="releases"),
    path("releases/new/", release_views.new, name="new_release"),
    path("releases/<uuid:release>/", release_views.release, name="release"),
    path("releases/<uuid:release>/edit/", release_views.edit, name="edit_release"),
    path("releases/<uuid:release>/add/", release_views.add, name="add_line"),
    path("releases/<uuid:release>/retire/", release_views.retire, name="retire_line"),
    path("releases/<uuid:release>/drop/<int:line>/", release_views.drop, name="drop_line"),
    path("releases/<uuid:release>/publish/", release_views.publish, name="publish"),
    path("releases/<uuid:release>/discard/", release_views.discard, name="discard"),
    path("threads/<uuid:thread>/comment/", review_views.comment, name="comment"),
    path("threads/<uuid:thread>/close/", review_views.close, name="close"),
    path("<uuid:submission>/", views.submission, name="submission"),
    path("<uuid:submission>/form/", form_views.form, name="form"),
    path("<uuid:submission>/submit/", form_views.submit, name="submit"),
    path("<uuid:submission>/withdraw/", form_views.withdraw, name="withdraw"),
    path("<uuid:submission>/check/", desk_views.begin_check, name="check"),
    path("<uuid:submission>/appoint/", desk_views.appoint, name="appoint"),
    path("<uuid:submission>/dispense/<int:appointment>/", desk_views.dispense, name="dispense"),
    path("<uuid:submission>/review/", desk_views.begin_review, name="review"),
    path("<uuid:submission>/accept/", desk_views.accept, name="accept"),
    path("<uuid:submission>/return/", desk_views.give_back, name="return"),
    path("<uuid:submission>/decline/", desk_views.decline, name="decline"),
    path("<uuid:submission>/verdict/", review_views.verdict, name="verdict"),
    path("<uuid:submission>/threads/", review_views.ask, name="ask"),
]
