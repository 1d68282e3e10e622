"""People, organisations, sites and memberships."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiantan.core.findings.uscc import ALPHABET, uscc_fault
from qiantan.registry.accounts.states import DEPARTMENT_LABELS, LABELS, DepartmentRole, Role

USCC_PATTERN = f"^[{ALPHABET}]{{18}}$"
DIVISION_PATTERN = "^[0-9]{6}$"


class Users(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **columns: Any) -> "User":
        """Make an account; the address is stored in lower case."""
        user = self.model(email=self.normalize_email(email).lower(), **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **columns: Any) -> "User":
        """Make an account that may do everything the framework knows of."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **columns)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, however it is written."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address; `department` is the role in the provincial department, if any."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("电子邮箱"), unique=True)
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    department = models.CharField(
        max_length=10, blank=True, choices=[(role.value, DEPARTMENT_LABELS[role].zh) for role in DepartmentRole]
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = Users()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(
                condition=Q(department__in=["", *(role.value for role in DepartmentRole)]),
                name="user_department_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Write the address in lower case."""
        super().clean()
        self.email = self.email.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the address in lower case, whoever made the account."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


def validate_uscc(value: str) -> None:
    """Refuse a code whose form or check character is wrong."""
    fault = uscc_fault(value)
    if fault:
        raise ValidationError(fault.zh, code="uscc")


class Organisation(models.Model):
    """A legal entity, known by its unified social credit code; outside it is named by `public_id` only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, unique=True, validators=[validate_uscc])
    division = models.CharField(max_length=6)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(uscc__regex=USCC_PATTERN), name="organisation_uscc_form"),
            models.CheckConstraint(condition=Q(division__regex=DIVISION_PATTERN), name="organisation_division_form"),
        ]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where an organisation produces."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=120)
    division = models.CharField(max_length=6)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="site_name_once_per_organisation"),
            models.CheckConstraint(condition=Q(division__regex=DIVISION_PATTERN), name="site_division_form"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in an organisation."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(role.value, LABELS[role].zh) for role in Role])
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
