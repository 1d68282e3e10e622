"""Where the figures behind a contribution come from: measured at the plant, taken from a supplier, or a default.

ISO 14067 calls primary what rests on a direct measurement, or on a calculation from direct measurements. Applied here:

- *primary activity data*: the amount comes from a meter, a ledger or an invoice, not from an estimate or literature;
- *primary contribution*: primary activity data, and the emission follows from them by a method, from the frozen study of
  the supplier, or from a factor the supplier or the plant states for itself. An amount read from a meter that is
  multiplied by an average factor of a database is not primary: the larger half of that figure is somebody else's;
- *default*: a pinned value of a published release stands in it, as factor or as parameter of a method.

A contribution can be primary and rest on a default (measured coal, default heating value); both are told.
"""

from collections.abc import Mapping

from qiantan.core.study.document import Exchange, Factor
from qiantan.core.study.supply import FromFactor, FromMethod, FromStudy

PRIMARY_SOURCES = frozenset({"meter", "ledger", "invoice"})
SUPPLIER_RELEASE = "supplier"


def is_supplier_factor(factor: Factor) -> bool:
    """Say whether a factor is stated by the supplier or the plant itself: its release is ``supplier`` or ``supplier.…``."""
    return factor.release.split(".")[0].split(":")[0] == SUPPLIER_RELEASE


def has_primary_activity(exchange: Exchange) -> bool:
    """Say whether the amount of an exchange is primary activity data."""
    return exchange.source in PRIMARY_SOURCES


def is_primary(exchange: Exchange, factors: Mapping[str, Factor]) -> bool:
    """Say whether the contribution of an exchange is primary."""
    supply = exchange.supply
    if not has_primary_activity(exchange):
        return False
    if isinstance(supply, FromFactor):
        factor = factors[supply.factor]
        # A pure gas, 1 kg per kg, states no average of others: the measured mass is the emission.
        return is_supplier_factor(factor) or _is_pure(factor)
    return isinstance(supply, FromMethod | FromStudy)


def uses_default(exchange: Exchange, factors: Mapping[str, Factor]) -> bool:
    """Say whether a published default stands in the contribution of an exchange."""
    supply = exchange.supply
    used: tuple[str, ...] = ()
    if isinstance(supply, FromFactor):
        used = (supply.factor,)
    elif isinstance(supply, FromMethod):
        used = tuple(p.factor for p in supply.parameters.values() if p.factor is not None)
    return any(not is_supplier_factor(factors[id_]) and not _is_pure(factors[id_]) for id_ in used)


def _is_pure(factor: Factor) -> bool:
    return factor.kind == "emission" and factor.per == "kg" and [e.kg for e in factor.emissions] == [1]
