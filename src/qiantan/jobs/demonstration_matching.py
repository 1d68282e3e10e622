"""A bill of materials for the demonstration: handed in and not matched yet, so that a newcomer decides.

Its amounts are invented. Nothing is accepted: the worked example keeps its published figures.
"""

import datetime as dt
from typing import TYPE_CHECKING

from qiantan.core.matching.reading import read_text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.matching import operations, queries

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import User
    from qiantan.registry.products.models import ActivityRecord

NAME = "外购物料（示例）"
TEXT = """名称\t数量\t单位\t供应商\t产地\tCAS
氟化铝\t3600\tt\t示例氟化工\t贵州
煅后焦\t5.2\t万t\t\t山东
改质煤沥青\t1.1\t万t
脱硝液氨\t240\tt\t示例化工\t\t7664-41-7
打包钢带\t160\tt
外购石灰石\t4.5\t万t\t\t贵州清镇
叉车柴油\t85\tt
厂区照明外购电\t120\t万度
焙烧天然气\t310\t万m3
氨水（20%）\t96\tt
原料汽车运输\t1800\t万t·km
"""


def seed_bill(*, activity: "ActivityRecord", by: "User", at: dt.datetime) -> None:
    """Hand the bill in, once; activity data that somebody has frozen meanwhile are left alone."""
    if activity.is_open and not queries.bills(viewer_of(by), activity):
        operations.hand_in_bill(activity=activity, name=NAME, reading=read_text(TEXT), source="ledger", by=by, at=at)
