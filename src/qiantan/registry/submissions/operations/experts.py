"""Who may be appointed to review."""

from datetime import datetime

from django.db import transaction

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.permissions import check_can_edit_library
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.ledger.operations import record
from qiantan.registry.submissions.models import Expert
from qiantan.registry.submissions.moving import found


@transaction.atomic
def grant_expert(*, email: str, institution: str, field: str, by: User, at: datetime) -> Expert:
    """Put a person with an account on the list of experts, or on it again, with institution and field.

    For editors of the library and the operator; an editor is never an expert. `Invalid` says everything that is wrong.
    """
    if not (by.is_active and by.is_superuser):
        check_can_edit_library(viewer_of(by))
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    faults = []
    if user is None:
        missing = Text("没有使用该邮箱的账户。", "Nobody has an account with this address.")
        faults.append(found("SUB-NO-ACCOUNT", "email", missing, value=email))
    elif user.department == "editor":
        both = Text("因子库编辑不能兼任评审专家。", "An editor of the library is no expert.")
        faults.append(found("SUB-EDITOR", "email", both, value=email))
    for place, said in (("institution", institution), ("field", field)):
        if not said.strip():
            faults.append(found("SUB-EXPERT", place, Text("请填写单位和专业领域。", "Name institution and field.")))
    if faults or user is None:
        raise Invalid(faults)
    columns = {"institution": institution.strip()[:200], "field": field.strip()[:200], "until": None}
    expert, _ = Expert.objects.update_or_create(
        user=user, defaults=columns, create_defaults={**columns, "granted_by": by, "since": at}
    )
    record(kind="expert.granted", subject=str(user.public_id), organisation=None, body={}, by=by, at=at)
    return expert


@transaction.atomic
def dismiss_expert(*, expert: Expert, by: User, at: datetime) -> Expert:
    """Take a person off the list of experts; reviews they gave stay."""
    if not (by.is_active and by.is_superuser):
        check_can_edit_library(viewer_of(by))
    expert = Expert.objects.select_for_update().select_related("user").get(pk=expert.pk)
    if expert.until is not None:
        raise WrongState("该专家的聘期已结束。", "This expert's term has ended.")
    expert.until = at
    expert.save(update_fields=["until"])
    record(kind="expert.dismissed", subject=str(expert.user.public_id), organisation=None, body={}, by=by, at=at)
    return expert
