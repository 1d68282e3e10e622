"""Words of the databases: reasons, kinds, places."""

from django.utils.translation import gettext_lazy as _

from qiantan.registry.databases.states import Solved, State
from qiantan.web.ui.parts import Cell
from qiantan.web.ui.wording import words

STATE_TONES = {
    State.IMPORTING.value: "info",
    State.READY.value: "good",
    State.FAILED.value: "bad",
    State.DELETED.value: "neutral",
}
SOLVED_TONES = {
    Solved.NONE.value: "neutral",
    Solved.COMPUTING.value: "info",
    Solved.DONE.value: "good",
    Solved.REFUSED.value: "bad",
}
# Why an input is not linked.
REASONS = {
    "DS-LINK-NONE": _("库中没有过程提供它"),
    "DS-LINK-MANY": _("有几个过程提供它，文件未指明用哪个"),
    "DS-LINK-GONE": _("指明的供应过程不在库中"),
    "DS-LINK-WRONG": _("指明的供应过程不产出它"),
    "DS-LINK-UNIT": _("用量与产品的单位不是同一种量"),
}
# Why an elementary flow is left out.
LEFT_OUT = {
    "DS-GAS-ORIGIN": _("未写明化石源、生物源或土地利用变化"),
    "DS-GAS-CARBON": _("以碳或氮计，不是气体的质量"),
    "DS-GAS-UNIT": _("单位不是质量"),
    "DS-GAS-UNKNOWN": _("疑似温室气体，不在系统的气体表中"),
}
KINDS = {
    "unit_process": _("单元过程"),
    "aggregated": _("汇总值"),
    "emission": _("排放"),
    "electricity_footprint": _("电力碳足迹"),
    "electricity_emission": _("电力排放"),
}


def state_cell(database: object) -> Cell:
    """Return the state of a database as a cell."""
    return Cell(text=words(database.state_label), tone=STATE_TONES[database.state])


def gas_name(gas: str) -> str:
    """Return the name of one of our elementary flows."""
    from qiantan.core.datasets.gases import GASES

    return words(GASES[gas].name) if gas in GASES else gas
