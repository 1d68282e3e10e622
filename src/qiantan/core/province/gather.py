"""Tables of the network from studies at hand, without a database."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

import numpy as np

from qiantan.core.province.flatten import Flat
from qiantan.core.province.network import Tables
from qiantan.core.province.rows import EXCHANGE, PROCESS, STUDY, Label, PinnedFactor, Quoted, Rows, Supplied
from qiantan.core.quantities.units import UnitError, convert

Key = TypeVar("Key", bound=Hashable)


def gather(flats: Mapping[str, Flat]) -> Tables:
    """Return the tables of studies given by their SHA-256, each the newest of a product; keys are their positions."""
    factors: dict[PinnedFactor, int] = {}
    labels: dict[Label, int] = {}
    quoted: dict[Quoted, int] = {}
    studies, processes, exchanges = [], [], [np.zeros(0, dtype=EXCHANGE)]
    for number, flat in enumerate(flats.values()):
        studies.append((number, number, len(flat.labels), flat.delivering, flat.demand, flat.total, flat.output))
        processes += [(number, at, _key(labels, label)) for at, label in enumerate(flat.labels)]
        exchanges.append(
            keyed(
                flat,
                number,
                [_key(factors, factor) for factor in flat.factors],
                [_key(quoted, one) for one in flat.quoted],
            )
        )
    return Tables(
        studies=np.array(studies, dtype=STUDY),
        processes=np.array(processes, dtype=PROCESS),
        exchanges=np.concatenate(exchanges),
        factors={key: factor for factor, key in factors.items()},
        labels={key: label for label, key in labels.items()},
        supplier=suppliers(
            {key: one for one, key in quoted.items()},
            {sha256: (number, flat.product_unit) for number, (sha256, flat) in enumerate(flats.items())},
        ),
        unforeseen={number: flat.curved for number, flat in enumerate(flats.values()) if flat.curved},
    )


def keyed(flat: Flat, study: int, factors: list[int], quoted: list[int]) -> Rows:
    """Return the exchanges of a study with its key, and the keys of its factors and quoted studies."""
    rows = flat.exchanges.copy()
    rows["study"] = study
    for supplied, keys in ((Supplied.FACTOR, factors), (Supplied.STUDY, quoted)):
        of_kind = rows["supplied"] == supplied
        if of_kind.any():
            rows["reference"][of_kind] = np.array(keys, dtype=np.int32)[rows["reference"][of_kind]]
    return rows


def suppliers(quoted: Mapping[int, Quoted], known: Mapping[str, tuple[int, str]]) -> dict[int, tuple[int, float]]:
    """Return for each quoted study its key in the network and the units of its product in one quoted unit.

    `known` holds key and product unit by digest. Where units do not fit, the quoted figure stands as it is.
    """
    found = {}
    for key, one in quoted.items():
        if one.sha256 not in known:
            continue
        study, unit = known[one.sha256]
        try:
            found[key] = (study, convert(1.0, one.unit, unit))
        except UnitError:
            continue
    return found


def _key(known: dict[Key, int], value: Key) -> int:
    return known.setdefault(value, len(known))
