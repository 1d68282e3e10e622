"""Where in a study a finding is: the pointer in words, with the link that opens the thing it names."""

import re
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from qiantan.core.study.document import Study
from qiantan.web.footprints.links import explain_link
from qiantan.web.ui.wording import words

FACTOR = re.compile(r'"factor":"([^"]+)"')


class Place(NamedTuple):
    """A place in words, and where it leads."""

    text: str
    href: str = ""


class Places:
    """The places of one study, as its run names them."""

    def __init__(self, study: Study, run: str) -> None:
        self._study, self._run = study, run
        self._users = _users(study)
        self._named: dict[str, Callable[[list[str]], Place]] = {
            "processes": self._process,
            "factors": self._factor,
            "boundary": self._stage,
        }

    def of(self, pointer: str) -> Place:
        """Return the place a JSON pointer names: ``/factors/13/provenance`` becomes the factor's name."""
        top, *rest = pointer.strip("/").split("/")
        named = self._named.get(top)
        if named is not None and any(part.isdecimal() for part in rest):
            try:
                return named(rest)
            except (IndexError, ValueError):
                pass
        return Place(_tops().get(top, pointer))

    def _process(self, rest: list[str]) -> Place:
        process = self._study.processes[int(rest[0])]
        kind, number = (rest[1], int(rest[2])) if len(rest) > 2 and rest[2].isdecimal() else ("", 0)  # noqa: PLR2004
        name = words(process.name)
        if kind == "exchanges":
            exchange = process.exchanges[number]
            return Place(f"{name} · {words(exchange.name)}", self._link(exchange.id))
        if kind == "outputs":
            name = f"{name} · {words(process.outputs[number].name)}"
        elif rest[1:2] == ["allocation"]:
            name = f"{name} · {_('分配')}"
        return Place(name, self._link(process.id))

    def _factor(self, rest: list[str]) -> Place:
        """Return the factor's name, linked to the first exchange that uses it."""
        factor = self._study.factors[int(rest[0])]
        user = self._users.get(factor.id)
        return Place(_("因子 · %s") % words(factor.name), self._link(user) if user else "")

    def _stage(self, rest: list[str]) -> Place:
        stage = next(self._study.boundary.stages[int(part)] for part in rest if part.isdecimal())
        return Place(_("系统边界 · %s") % words(stage.name))

    def _link(self, to: str) -> str:
        return explain_link(self._run, to)


def _users(study: Study) -> dict[str, str]:
    """Return the first exchange that uses each factor, as its supply or as a parameter of its method."""
    users: dict[str, str] = {}
    for process in study.processes:
        for exchange in process.exchanges:
            for factor in FACTOR.findall(exchange.supply.model_dump_json()):
                users.setdefault(factor, exchange.id)
    return users


def _tops() -> dict[str, str]:
    return {
        "period": _("数据期间"),
        "tracking": _("与上一期比较"),
        "processes": _("全部单元过程"),
        "factors": _("全部因子"),
        "rule": _("规则包"),
        "gwp_set": _("GWP 值集"),
        "grid_factor": _("电网因子"),
        "boundary": _("系统边界"),
        "product": _("产品"),
        "unit": _("声明单位或功能单位"),
        "goal": _("目的与用途"),
        "choices": _("选择与假设"),
        "interpretation": _("结果解释"),
        "sites": _("生产场所"),
        "producer": _("企业"),
        "template": _("模板"),
        "sampling": _("抽样"),
        "author": _("编制人"),
        "title": _("名称"),
    }
