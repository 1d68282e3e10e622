"""Records for tests, made the way people make them: through the operations."""

import datetime as dt
import itertools

from qiantan.core.findings.uscc import check_character
from qiantan.registry.accounts import operations as accounts
from qiantan.registry.accounts.models import Membership, Organisation, User

AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def uscc(number: int | None = None) -> str:
    """A well-formed code that no other record of the run has."""
    body = f"91520100MA{next(_numbers) if number is None else number:07d}"
    return body + check_character(body)


def user(email: str | None = None, **columns) -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.com", "a-long-pass-phrase", **columns)


def organisation(by: User, name: str = "示例水泥厂") -> Organisation:
    return accounts.register_organisation(name=name, uscc=uscc(), division="520100", by=by, at=AT)


def member(of: Organisation, role: str) -> User:
    """A person with a role in an organisation."""
    person = user()
    Membership.objects.create(user=person, organisation=of, role=role, since=AT)
    return person
