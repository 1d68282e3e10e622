"""Handing in a database, and what its editors do with it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.registry.accounts import queries as accounts
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.databases import operations, queries
from qiantan.web.databases.forms import DatabaseForm
from qiantan.web.ui.forms import add_findings


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Take a database and queue its import."""
    viewer = viewer_of(request.user)
    editable = {str(one.public_id): one for one in accounts.organisations(viewer) if can_edit(viewer, one.pk)}
    choices = [(key, one.name) for key, one in editable.items()]
    form = DatabaseForm(request.POST or None, request.FILES or None, organisations=choices)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        statement = operations.Statement(*(values[name] for name in ("name", "version", "source", "licence", "access")))
        try:
            made = operations.upload_database(
                organisation=editable[values["organisation"]],
                statement=statement,
                file_name=values["file"].name,
                content=values["file"].read(),
                by=request.user,
                at=timezone.now(),
            )
        except Invalid as invalid:
            add_findings(form, invalid.findings)
        else:
            return redirect("databases:database", database=made.public_id)
    return render(request, "databases/new.html", {"form": form, "may": bool(editable)})


@login_required
@require_POST
def scores(request: HttpRequest, database: UUID) -> HttpResponse:
    """Compute the footprints by another GWP set."""
    found = queries.get_database(viewer_of(request.user), database)
    operations.queue_scores(database=found, gwp_set=request.POST.get("gwp_set", ""), by=request.user, at=timezone.now())
    messages.success(request, _("已开始计算；完成前仍显示原来的碳足迹。"))
    return redirect("databases:database", database=database)


@login_required
@require_POST
def access(request: HttpRequest, database: UUID) -> HttpResponse:
    """Open a database to everyone, or take it back."""
    found = queries.get_database(viewer_of(request.user), database)
    operations.set_access(database=found, access=request.POST.get("access", ""), by=request.user, at=timezone.now())
    messages.success(request, _("已更改查看范围。"))
    return redirect("databases:database", database=database)


@login_required
@require_POST
def delete(request: HttpRequest, database: UUID) -> HttpResponse:
    """Delete a database."""
    found = queries.get_database(viewer_of(request.user), database)
    operations.delete_database(database=found, by=request.user, at=timezone.now())
    messages.success(request, _("已删除数据库“%s”。") % found.name)
    return redirect("databases:list")


@login_required
@require_POST
def file(request: HttpRequest, database: UUID) -> HttpResponse:
    """Have a database written in another format."""
    found = queries.get_database(viewer_of(request.user), database)
    operations.queue_file(database=found, codec=request.POST.get("codec", ""), by=request.user, at=timezone.now())
    messages.success(request, _("已开始写出文件，完成后可在本页下载。"))
    return redirect("databases:database", database=database)
