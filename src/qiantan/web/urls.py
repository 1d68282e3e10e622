"""Every address of the portal: one line per section."""

from django.urls import include, path
from django.views.i18n import set_language

from qiantan.web.ui import errors

urlpatterns = [
    path("", include("qiantan.web.home.urls")),
    path("account/", include("allauth.account.urls")),
    path("organisations/", include("qiantan.web.accounts.urls")),
    path("products/", include("qiantan.web.products.urls")),
    path("footprints/", include("qiantan.web.footprints.urls")),
    path("factors/", include("qiantan.web.factors.urls")),
    path("network/", include("qiantan.web.network.urls")),
    path("notices/", include("qiantan.web.notices.urls")),
    path("databases/", include("qiantan.web.databases.urls")),
    path("submissions/", include("qiantan.web.submissions.urls")),
    path("typical/", include("qiantan.web.typical.urls")),
    path("matching/", include("qiantan.web.matching.urls")),
    path("gaps/", include("qiantan.web.gaps.urls")),
    path("tasks/", include("qiantan.web.tasks.urls")),
    path("language/", set_language, name="set_language"),
    path("ui/", include("qiantan.web.ui.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
