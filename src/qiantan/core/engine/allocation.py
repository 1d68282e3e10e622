"""How a process with several outputs shares its burden among them (ISO 14044:2006 4.3.4, ISO 14067:2018 6.4.6).

Every procedure but substitution cuts the process into virtual processes, one per output; an exchange with
`assigned_to` goes to that output alone, every other exchange is shared by the key. The shares of each exchange add up
to one, so that the allocated processes together are the process as it was measured. Under substitution the reference
output carries everything and is credited with what its co-products replace.
"""

from math import fsum

from qiantan.core.engine.errors import EngineError
from qiantan.core.findings import Text
from qiantan.core.quantities.units import UnitError, convert
from qiantan.core.study.document import Output, Process
from qiantan.core.study.shape import Amount

# Units in which the key of a procedure is compared; the others compare in the unit of the first output.
KEY_UNIT = {"mass": "kg", "energy": "MJ"}
# The shares of one exchange may miss one by this much: the rounding of a handful of divisions.
SHARE_TOLERANCE = 1e-12
SPLITTING = ("subdivision", "mass", "energy", "economic", "physical")


class SharesError(EngineError):
    """The allocated parts of a process are not the process as it was measured: the engine has a fault."""

    code = "ENGINE-SHARES"


class KeyFault(ValueError):
    """An output without a usable allocation key; `output` is its index, `text` the wording."""

    def __init__(self, output: int, text: Text) -> None:
        super().__init__(text.en)
        self.output, self.text = output, text


def carriers(process: Process) -> tuple[Output, ...]:
    """Return the outputs that become a virtual process of their own."""
    if process.allocation.procedure in SPLITTING:
        return process.outputs
    return tuple(output for output in process.outputs if output.role == "reference")


def keys(process: Process) -> tuple[float, ...]:
    """Return the allocation key of every output, in one unit; empty where no key is used. Raises KeyFault."""
    procedure = process.allocation.procedure
    if procedure not in SPLITTING[1:] or len(process.outputs) == 1:
        return ()
    amounts = [_key_amount(procedure, index, output) for index, output in enumerate(process.outputs)]
    unit = KEY_UNIT.get(procedure, amounts[0].unit)
    figures = []
    for index, amount in enumerate(amounts):
        try:
            figures.append(float(amount.value) * (1.0 if amount.unit == unit else convert(1.0, amount.unit, unit)))
        except UnitError as error:
            raise KeyFault(
                index,
                Text(
                    f"分配因子的单位“{amount.unit}”不能换算为“{unit}”",
                    f"the allocation key is in '{amount.unit}', which cannot be expressed in '{unit}'",
                ),
            ) from error
        if figures[-1] < 0:
            raise KeyFault(index, Text("分配因子不能为负", "an allocation key cannot be negative"))
    if not fsum(figures) > 0:
        raise KeyFault(0, Text("分配因子之和为零", "the allocation keys add up to zero"))
    return tuple(figures)


def _key_amount(procedure: str, index: int, output: Output) -> Amount:
    if output.key is not None:
        return output.key
    if procedure in KEY_UNIT:
        return output.amount
    raise KeyFault(
        index,
        Text(
            f"产出“{output.name.zh}”未填分配因子（全部产出量的收入或物理量）",
            f"output '{output.name.en or output.name.zh}' has no allocation key (revenue or quantity of its whole amount)",
        ),
    )


def shares(process: Process) -> tuple[float, ...]:
    """Return the share of an exchange without `assigned_to` that each carrier bears; they add up to one."""
    figures = keys(process)
    if not figures:
        return tuple(1.0 if output.role == "reference" else 0.0 for output in carriers(process))
    whole = fsum(figures)
    return tuple(figure / whole for figure in figures)


def shares_of(assigned_to: str | None, process: Process, unassigned: tuple[float, ...]) -> tuple[float, ...]:
    """Return the share of one exchange that each carrier bears; raises SharesError unless they add up to one."""
    parts = unassigned
    if assigned_to is not None and process.allocation.procedure in SPLITTING:
        parts = tuple(1.0 if output.flow == assigned_to else 0.0 for output in carriers(process))
    if not abs(fsum(parts) - 1.0) <= SHARE_TOLERANCE:
        name = process.name
        raise SharesError(
            Text(
                f"过程“{name.zh}”分配后之和为原过程的 {fsum(parts)!r} 倍",
                f"the allocated parts of process '{name.en or name.zh}' add up to {fsum(parts)!r} of it",
            ),
            [name.zh],
        )
    return parts
