"""A published typical value as a factor of the library: derived, with its dispersion as uncertainty."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qiantan.core.findings import Text
from qiantan.core.study.document import Distribution, Emission, Factor
from qiantan.core.study.shape import Amount, Named, Provenance
from qiantan.core.typical.release import Figures
from qiantan.core.typical.spread import geometric_deviation

ISSUER = "贵州省产品碳足迹公共服务平台（黔碳）"
LICENCE = "公开发布；使用时请注明来源"
SPREAD_DIGITS = 3
PROVINCE = "520000"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalValue:
    """A published local typical value: what it is of, what it says, and who stands for it.

    `kind` is ``footprint`` (kg CO2e per one `unit`) or ``parameter`` (a figure in `unit`); `division` is the code of a
    prefecture, empty for the province.
    """

    id: str
    name: Text
    kind: Literal["footprint", "parameter"]
    unit: str
    boundary: Text
    division: str
    technology: Text
    data_year: int
    number: int
    published: dt.date
    rule: str
    figures: Figures


def factor_of(typical: TypicalValue) -> Factor:
    """Return a typical value as a factor; its certainty and the way it was found are ``derived``.

    The uncertainty is the dispersion among plants: log-normal, from the upper end of the published class.
    """
    printed = typical.figures.printed
    stated: dict[str, object] = {"value": Amount(value=printed.mean, unit=typical.unit)}
    if typical.kind == "footprint":
        stated = {"per": typical.unit, "emissions": (Emission(flow="co2e", kg=printed.mean),)}
    return Factor.model_validate(
        {
            "id": f"typical:{typical.id}",
            "name": Named(zh=_joined(typical.name.zh, typical.technology.zh), en=_english(typical)),
            "kind": typical.kind,
            "boundary": typical.boundary.zh,
            "geography": f"CN-{typical.division or PROVINCE}",
            "reference_year": str(typical.data_year),
            "release": f"local-typical-values-{typical.published.year}",
            "distribution": _distribution(typical.figures),
            "provenance": _provenance(typical),
            **stated,
        }
    )


def _distribution(figures: Figures) -> Distribution | None:
    deviation = figures.printed.deviation
    if deviation is None:
        return None
    spread = Decimal(repr(geometric_deviation(deviation.upper))).quantize(Decimal(1).scaleb(-SPREAD_DIGITS))
    return Distribution(kind="lognormal", spread=spread, basis="企业间离散程度（发布档的上限）")


def _provenance(typical: TypicalValue) -> Provenance:
    lower, upper = typical.figures.contributors
    count = f"{lower}—{upper}家" if upper else f"{lower}家以上"
    return Provenance(
        issuer=ISSUER,
        document=f"本地典型值：{typical.name.zh}（{typical.data_year}年数据），第{typical.number}次发布",
        year=str(typical.published.year),
        how_found="derived",
        certainty="derived",
        licence=LICENCE,
        note=f"{count}企业的产量加权平均，修约间隔{typical.figures.printed.step}；披露控制规则 {typical.rule}",
    )


def _joined(name: str, technology: str) -> str:
    return f"{name}（{technology}，本地典型值）" if technology else f"{name}（本地典型值）"


def _english(typical: TypicalValue) -> str:
    if not typical.name.en:
        return ""
    technology = f", {typical.technology.en}" if typical.technology.en else ""
    return f"{typical.name.en}{technology}, local typical value"
