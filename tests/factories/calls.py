"""Calls for plant values and plants that answer them, made through the operations."""

import datetime as dt
import uuid
from decimal import Decimal

from tests.factories.records import AT, organisation, user

from qiantan.registry.accounts import operations as accounts
from qiantan.registry.accounts.models import Site, User
from qiantan.registry.typical import operations
from qiantan.registry.typical.asking import Asked, Given
from qiantan.registry.typical.models import Call, Contribution

DURING = AT + dt.timedelta(days=1)
CUT_OFF = AT + dt.timedelta(days=30)
AFTER = CUT_OFF + dt.timedelta(days=1)
ROUTES = (("新型干法", "Dry kiln"), ("带余热发电", "With waste-heat recovery"))


def analyst() -> User:
    person = user()
    return accounts.grant_department_role(email=person.email, role="analyst", by=None, at=AT)


def asked(**changes) -> Asked:
    known = {
        "name_zh": "硅酸盐水泥熟料",
        "name_en": "Portland clinker",
        "unit": "t",
        "volume_unit": "t",
        "asked_zh": "每吨熟料从摇篮到大门的碳足迹",
        "asked_en": "Footprint of a tonne of clinker, cradle to gate",
        "data_year": 2025,
        "technologies": ROUTES,
        "least": 9,
        "province_output": Decimal(20000),
        "province_source": "省统计局月报（示例）",
        "closes_at": CUT_OFF,
    }
    return Asked(**{**known, **changes})


def call(by: User | None = None, **changes) -> Call:
    return operations.open_call(asked=asked(**changes), by=by or analyst(), at=AT)


def given(value: float = 850.0, volume: float = 1000.0, **changes) -> Given:
    known = {"source": "2025年冻结研究", "technology": "t1"}
    return Given(value=Decimal(str(value)), volume=Decimal(str(volume)), **{**known, **changes})


def plant(clerk: User, division: str = "520100") -> Site:
    of = organisation(clerk)
    return accounts.add_site(organisation=of, name="一号线", division=division, by=clerk, at=AT)


def answered(
    to: Call, count: int, *, division: str = "520100", at: dt.datetime = DURING, **changes
) -> list[Contribution]:
    """So many independent plants give ordinary values: 800, 811, 822 … and outputs between 900 and 1,100 t."""
    made = []
    for number in range(count):
        clerk = user()
        value = given(800 + 11 * number % 120, 900 + 37 * number % 200, **changes)
        made.append(operations.give_value(call=to, site=plant(clerk, division), given=value, by=clerk, at=at))
    return made


def addressed(site: Site, clerk: User) -> dict[str, object]:
    """The parts of addresses that lead to a call, to what a plant gave, and to a release that is not there."""
    file = {"evidence_name": "台账.pdf", "evidence": b"%PDF"}
    made = operations.give_value(call=call(), site=site, given=given(**file), by=clerk, at=DURING)
    return {
        "call_id": made.call.public_id,
        "site_id": site.public_id,
        "contribution_id": made.public_id,
        "release_id": uuid.uuid4(),
    }
