"""The demonstration of local typical values: invented plants that gave invented values, one value published, one call open.

All names say 示例 (example), the credit codes are given to nobody, the values are drawn and mean nothing.
"""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from qiantan.core.findings.uscc import check_character
from qiantan.registry.accounts import operations as accounts
from qiantan.registry.accounts.queries import find_account, viewer_of
from qiantan.registry.typical import operations
from qiantan.registry.typical.asking import Asked, Given
from qiantan.registry.typical.queries import calls

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import Site, User
    from qiantan.registry.typical.models import Call

CLERK = "clerk@plants.example.com"
DIVISIONS = ("520300", "520500", "520100", "522300")
# Invented: kg CO2e per t of clinker and 10,000 t of output of fourteen plants.
GIVEN = (
    (842, 96), (861, 120), (829, 155), (874, 88), (851, 132), (838, 170), (866, 101), (882, 75), (845, 140), (857, 118),
    (833, 149), (869, 92), (848, 127), (876, 83),
)  # fmt: skip
ROUTES = (("新型干法，带余热发电", "Dry kiln with waste-heat recovery"), ("新型干法，无余热发电", "Dry kiln without"))
ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def seed_typical(*, analyst: "User", password: str, at: dt.datetime) -> None:
    """Make a call that fourteen invented plants answered and its typical value, and a call that is open."""
    if calls(viewer_of(analyst)).count:
        return
    clerk = find_account(CLERK) or accounts.create_account(
        email=CLERK, password=password, name="示例填报员（征集）", at=at
    )
    opened, closes = at - 40 * ONE_DAY, at - 10 * ONE_DAY
    done = operations.open_call(
        asked=_asked("示例水泥熟料", "Example clinker", at.year - 1, closes), by=analyst, at=opened
    )
    sites = [_site(number, clerk, opened) for number in range(len(GIVEN))]
    for number, site in enumerate(sites):
        _give(done, site, number, clerk, opened + ONE_DAY)
    release = operations.prepare_release(call=done, by=analyst, at=at)
    operations.publish_release(release=release, by=analyst, at=at)
    running = operations.open_call(
        asked=_asked("示例通用水泥", "Example cement", at.year - 1, at + 60 * ONE_DAY), by=analyst, at=at
    )
    for number, site in enumerate(sites[:6]):
        _give(running, site, number, clerk, at)


def _asked(name: str, english: str, year: int, closes: dt.datetime) -> Asked:
    return Asked(
        name_zh=name,
        name_en=english,
        unit="t",
        volume_unit="t",
        asked_zh="每吨产品从摇篮到大门的碳足迹，口径与平台的水泥规则一致；余热发电自用部分不计购入电力。",
        asked_en="Footprint of a tonne, cradle to gate, after the cement rule of the platform; own waste-heat power counts as own.",
        data_year=year,
        technologies=ROUTES,
        least=9,
        province_output=Decimal(26_000_000),
        province_source="示例数字，不是统计数据",
        closes_at=closes,
    )


def _site(number: int, clerk: "User", at: dt.datetime) -> "Site":
    body = f"91520000MA{number + 100:07d}"
    division = DIVISIONS[number % len(DIVISIONS)]
    made = accounts.register_organisation(
        name=f"示例水泥厂第{number + 1}号", uscc=body + check_character(body), division=division, by=clerk, at=at
    )
    return accounts.add_site(organisation=made, name="一号熟料线", division=division, by=clerk, at=at)


def _give(call: "Call", site: "Site", number: int, clerk: "User", at: dt.datetime) -> None:
    value, ten_thousands = GIVEN[number]
    route = "t1" if number % 4 else "t2"
    given = Given(
        value=Decimal(value),
        volume=Decimal(10_000 * ten_thousands),
        source="示例数值",
        technology=route,
        note="示例，没有实际含义",
    )
    operations.give_value(call=call, site=site, given=given, by=clerk, at=at)
