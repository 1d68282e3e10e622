"""The study the report tests share: the small cement study, with everything a finished report asks for."""

import datetime as dt
from pathlib import Path

from tests.factories.studies import cement_study

from qiantan.core.results.make import make_result
from qiantan.core.study.document import Boundary, Choice, Goal, Interpretation, Party, Product, Stage, Study
from qiantan.core.study.shape import Named

ISSUED = dt.date(2026, 3, 9)
FONTS = Path(__file__).parents[3] / "var" / "assets" / "fonts"


def finished(**over) -> Study:
    """A cement of Guizhou whose study leaves no required item empty."""
    fields = {
        "title": "P·O 42.5 水泥碳足迹研究",
        "product": Product(
            name=Named(zh="普通硅酸盐水泥（黔岭牌）", en="Portland cement"),
            category="cement",
            specification="P·O 42.5 散装",
        ),
        "producer": Party(id="producer", name="贵州黔岭水泥有限公司"),
        "goal": Goal(reason="为绿色采购提供依据", application="政府采购投标", audience="采购单位"),
        "boundary": Boundary(
            type="cradle_to_gate",
            stages=(
                Stage(id="raw_materials", name=Named(zh="原料获取", en="Raw materials"), included=True),
                Stage(id="production", name=Named(zh="生产", en="Production"), included=True),
                Stage(id="use", name=Named(zh="使用", en="Use"), included=False, reason="部分碳足迹，止于工厂大门"),
            ),
            excluded_inputs="厂房与设备、员工通勤不计入",
        ),
        "choices": (Choice(topic="electricity", text="全部按电网平均", reason="没有绿色电力凭证"),),
        "interpretation": Interpretation(conclusions="熟料煅烧占绝大部分", limitations="石膏因子取石灰石"),
    }
    return cement_study(**fields | over)


def with_result(**over):
    """The study and its result."""
    study = finished(**over)
    return study, make_result(study)
