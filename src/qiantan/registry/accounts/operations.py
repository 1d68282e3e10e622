"""Changes to organisations, sites and members."""

from datetime import datetime

from django.db import IntegrityError, transaction

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.findings.uscc import EXAMPLE, uscc_fault
from qiantan.registry.accounts import journal
from qiantan.registry.accounts.models import Membership, Organisation, Site, User
from qiantan.registry.accounts.permissions import check_can_manage
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted
from qiantan.registry.accounts.states import LABELS, DepartmentRole, Role

DIVISION_LENGTH = 6
GUIZHOU = Text("贵阳市为520100", "520100 is Guiyang")


@transaction.atomic
def create_account(*, email: str, password: str, name: str, at: datetime) -> User:
    """Make an account for a person; `Invalid` when the address is taken. Says nothing about any organisation."""
    if User.objects.filter(email=email.strip().lower()).exists():
        taken = Text("该邮箱已有账户。", "There is an account with this address.")
        raise Invalid([_finding("ACC-EMAIL-TAKEN", "email", taken, found=email)])
    return User.objects.create_user(email.strip(), password, name=name, date_joined=at)


@transaction.atomic
def register_organisation(*, name: str, uscc: str, division: str, by: User, at: datetime) -> Organisation:
    """Register an organisation; whoever registers it becomes its manager.

    Raises `NotPermitted` for a visitor, `Invalid` for a wrong or already registered code, name or division.
    """
    if not by.is_active:
        raise NotPermitted("账户已停用。", "The account is disabled.")
    name, uscc, division = name.strip(), uscc.strip().upper(), division.strip()
    _check(_name_faults(name) + _uscc_faults(uscc) + _division_faults(division))
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(name=name, uscc=uscc, division=division, created_at=at)
    except IntegrityError as error:
        raise Invalid([_registered_already(uscc)]) from error
    Membership.objects.create(user=by, organisation=organisation, role=Role.MANAGER.value, since=at)
    _record("organisation.registered", organisation, str(organisation.public_id), {"division": division}, by, at)
    return organisation


@transaction.atomic
def add_site(*, organisation: Organisation, name: str, division: str, by: User, at: datetime) -> Site:
    """Add a production site; `Invalid` when the name is empty or taken, or the division is not six digits."""
    check_can_manage(viewer_of(by), organisation.pk)
    name, division = name.strip(), division.strip()
    _check(_name_faults(name) + _division_faults(division))
    try:
        with transaction.atomic():
            site = Site.objects.create(organisation=organisation, name=name, division=division, created_at=at)
    except IntegrityError as error:
        taken = Text(f"本组织已有名为“{name}”的场所。", f"There is a site called “{name}” already.")
        raise Invalid([_finding("ACC-SITE-TAKEN", "name", taken)]) from error
    _record("site.added", organisation, str(site.public_id), {"division": division}, by, at)
    return site


@transaction.atomic
def add_member(*, organisation: Organisation, email: str, role: str, by: User, at: datetime) -> Membership:
    """Give a person with an account a role, or change the role they have.

    Raises `Invalid` when nobody has the address or the last manager would be lost.
    """
    check_can_manage(viewer_of(by), organisation.pk)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        missing = Text(
            "没有使用该邮箱的账户，请对方先注册。",
            "Nobody has an account with this address; please ask them to sign up first.",
        )
        raise Invalid([_finding("ACC-NO-ACCOUNT", "email", missing, found=email)])
    if role not in {known.value for known in Role}:
        unknown = Text("没有这个角色。", "There is no such role.")
        raise Invalid([_finding("ACC-ROLE", "role", unknown, found=role)])
    # The organisation's row is the lock: two managers cannot demote each other at the same moment.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_a_manager_remains(organisation, user, role)
    membership, _ = Membership.objects.update_or_create(
        user=user, organisation=organisation, defaults={"role": role}, create_defaults={"role": role, "since": at}
    )
    _record("member.added", organisation, str(user.public_id), {"role": role}, by, at)
    return membership


@transaction.atomic
def grant_department_role(*, email: str, role: str, by: User | None, at: datetime) -> User:
    """Give a person a role in the provincial department, or take it away with an empty one.

    `by` is the operator of the installation, or none when the system itself does it at installation. Raises
    `NotPermitted` for everybody else, `Invalid` when nobody has the address or there is no such role.
    """
    if by is not None and not (by.is_active and by.is_superuser):
        raise NotPermitted(
            "只有本系统的管理员可以授予省级部门的角色。", "Only the operator grants roles of the department."
        )
    user = User.objects.select_for_update().filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        missing = Text("没有使用该邮箱的账户。", "Nobody has an account with this address.")
        raise Invalid([_finding("ACC-NO-ACCOUNT", "email", missing, found=email)])
    if role and role not in {known.value for known in DepartmentRole}:
        unknown = Text("没有这个角色。", "There is no such role.")
        raise Invalid([_finding("ACC-ROLE", "role", unknown, found=role)])
    if user.department != role:
        user.department = role
        user.save(update_fields=["department"])
        body = {"role": role}
        kind = "department.role_granted" if role else "department.role_withdrawn"
        journal.record(kind=kind, subject=str(user.public_id), organisation=None, body=body, by=by, at=at)
    return user


def _check_a_manager_remains(organisation: Organisation, user: User, role: str) -> None:
    others = Membership.objects.filter(organisation=organisation, role=Role.MANAGER.value).exclude(user=user)
    if role != Role.MANAGER.value and not others.exists():
        last = Text("组织至少要有一位管理者。", "An organisation needs at least one manager.")
        raise Invalid([_finding("ACC-LAST-MANAGER", "role", last, found=LABELS[Role(role)].zh)])


def _registered_already(uscc: str) -> Finding:
    return _finding(
        "ACC-USCC-TAKEN",
        "uscc",
        Text("该统一社会信用代码已登记。", "This code is registered already."),
        found=uscc,
        remedy=Text("请联系本组织的管理者将您加为成员。", "Please ask a manager of the organisation to add you."),
    )


def _name_faults(name: str) -> list[Finding]:
    if name:
        return []
    return [_finding("ACC-NAME", "name", Text("请填写名称。", "Please enter a name."))]


def _uscc_faults(uscc: str) -> list[Finding]:
    fault = uscc_fault(uscc)
    return [_finding("ACC-USCC", "uscc", fault, found=uscc, example=EXAMPLE)] if fault else []


def _division_faults(division: str) -> list[Finding]:
    if len(division) == DIVISION_LENGTH and division.isdecimal() and division.isascii():
        return []
    message = Text("行政区划代码应为6位数字。", "A division code has six digits.")
    return [_finding("ACC-DIVISION", "division", message, found=division, expected=GUIZHOU, example="520100")]


def _check(findings: list[Finding]) -> None:
    if findings:
        raise Invalid(findings)


def _finding(code: str, place: str, message: Text, **more: object) -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, **more)


def _record(kind: str, organisation: Organisation, subject: str, body: dict[str, str], by: User, at: datetime) -> None:
    journal.record(kind=kind, subject=subject, organisation=organisation, body=body, by=by, at=at)
