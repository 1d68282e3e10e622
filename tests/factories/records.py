"""Records for tests, made the way people make them: through the operations."""

import datetime as dt
import itertools

from qiantan.core.findings.uscc import check_character
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.load import example, template
from qiantan.registry.accounts import operations as accounts
from qiantan.registry.accounts.models import Membership, Organisation, User
from qiantan.registry.products import operations as products
from qiantan.registry.products.models import ActivityRecord, Product

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


def product(of: Organisation, by: User, kind: str = "cement", name: str | None = None) -> Product:
    """A product of an organisation at a new site, accounted with the template of its kind."""
    number = next(_numbers)
    site = accounts.add_site(organisation=of, name=f"第{number}厂区", division="520100", by=by, at=AT)
    return products.create_product(
        organisation=of,
        site=site,
        template=kind,
        declared=template(kind).declared[0].key,
        name_zh=name or f"示例产品{number}",
        by=by,
        at=AT,
    )


def activity(of: Product, by: User, year: int = 2025) -> ActivityRecord:
    """Activity data of a year with the basics filled in."""
    return products.open_activity(product=of, start=dt.date(year, 1, 1), end=dt.date(year + 1, 1, 1), by=by, at=AT)


def answered(of: ActivityRecord) -> ActivityData:
    """The worked example of a product's template."""
    return example(of.product.template)


def filled_activity(by: User, kind: str = "cement", of: Organisation | None = None) -> ActivityRecord:
    """Activity data that hold the worked example of a template, period and all."""
    data = example(kind)
    made = product(of or organisation(by), by, kind)
    start = dt.date.fromisoformat(data.get("period_start").value)
    last = dt.date.fromisoformat(data.get("period_end").value)
    record = products.open_activity(product=made, start=start, end=last + dt.timedelta(days=1), by=by, at=AT)
    products.save_entries(activity=record, entries=data.fields, rows=data.rows, version=1, by=by, at=AT)
    record.refresh_from_db()
    return record
