"""The rows of the provincial network: fixed-size records, the same in memory, in the database and on disk."""

from enum import IntEnum
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from qiantan.core.study.document import Category

Rows = NDArray[np.void]


class Supplied(IntEnum):
    """What stands behind an exchange of the network."""

    OWN = 0  # what the process itself causes: `kg`
    PROCESS = 1  # `amount` units of the product of process `reference` of the same study
    FACTOR = 2  # changes by `amount` kg CO2e for each unit of the stated value of factor `reference`; `kg` where the
    # factor covers the exchange, zero where a formula takes it as a parameter and the whole is told as OWN
    STUDY = 3  # `amount` of the product of quoted study `reference`, booked by the consumer as `kg`


# One frozen study: `processes` it has, which of them is `delivering` the `demand` units of its declared unit, its
# footprint `total`, kg CO2e per declared unit, and its `output`, the units the delivering process made in the period.
# The newest study of a `product` speaks for it.
STUDY = np.dtype(
    [
        ("study", "i4"),
        ("product", "i4"),
        ("processes", "i4"),
        ("delivering", "i4"),
        ("demand", "f8"),
        ("total", "f8"),
        ("output", "f8"),
    ]
)
# One exchange (index) whose quoted study is in the network: the supplying study (index) and units of its product.
LINKED = np.dtype([("exchange", "i8"), ("supplier", "i8"), ("units", "f8")])
# One unit process of a study: `label` names its kind.
PROCESS = np.dtype([("study", "i4"), ("process", "i4"), ("label", "i4")])
# One exchange per unit of the product of a process; `spread` is the relative standard deviation of its amount, not a
# number where none is stated; `amount` and `kg` as `supplied` says.
EXCHANGE = np.dtype(
    [
        ("study", "i4"),
        ("process", "i4"),
        ("supplied", "i4"),
        ("category", "i4"),
        ("reference", "i4"),
        ("amount", "f8"),
        ("kg", "f8"),
        ("spread", "f8"),
    ]
)

# Rows hold the place of a category in this list: a new one goes to the end.
CATEGORIES: tuple[str, ...] = get_args(Category)


class PinnedFactor(NamedTuple):
    """A factor as studies pin it: `value` in `unit`, relative standard deviation `spread` (none where unstated).

    A factor of several gases is stated as kg CO2e by the GWP set of the study.
    """

    id: str
    name_zh: str
    name_en: str
    kind: str
    value: float
    unit: str
    spread: float | None


class Quoted(NamedTuple):
    """A study as a consumer quotes it: its digest and the unit in which the consumer counts its product."""

    sha256: str
    unit: str


class Label(NamedTuple):
    """A kind of unit process: product category and process id, with the words for it."""

    category: str
    process: str
    name_zh: str
    name_en: str
