"""Where the figures behind a contribution come from: measured at the plant, taken from a supplier, or a default.

ISO 14067 calls primary what rests on a direct measurement, or on a calculation from direct measurements. Applied here:

- *primary activity data*: the amount comes from a meter, a ledger or an invoice, not from an estimate or literature;
- *primary contribution*: primary activity data, and the emission follows from them by a method, from the frozen study of
  the supplier, or from a factor the supplier or the plant states for itself. An amount read from a meter that is
  multiplied by an average factor of a database is not primary: the larger half of that figure is somebody else's;
- *default*: a value that decides the emission is pinned from a release or built into the method, instead of measured at
  the plant or stated by a supplier; which values decide it is told in ``core.quality.rating``.

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


def is_default(factor: Factor) -> bool:
    """Say whether a factor is a published or assumed value that stands for what the plant or its supplier did not tell.

    A pure gas, 1 kg per kg, states nothing of that kind.
    """
    return not (is_supplier_factor(factor) or _is_pure(factor))


def _is_pure(factor: Factor) -> bool:
    return factor.kind == "emission" and factor.per == "kg" and [e.kg for e in factor.emissions] == [1]
