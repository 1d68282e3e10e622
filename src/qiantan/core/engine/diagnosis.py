"""Why a product system has no solution, in the names of its processes."""

from itertools import combinations
from math import isfinite

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.solve import ResidualError, UnproductiveError
from qiantan.core.engine.system import Technosphere
from qiantan.core.findings import Text
from qiantan.core.study.shape import Named


class LoopGainError(EngineError):
    """Processes that feed each other need one unit of product, or more, to make one unit."""

    code = "ENGINE-LOOP-GAIN"

    def __init__(self, names: tuple[Named, ...], gain: float) -> None:
        ring = (*names, names[0])
        zh = " ← ".join(name.zh for name in ring)
        en = " <- ".join(name.en or name.zh for name in ring)
        super().__init__(
            Text(
                f"循环供给的增益为 {gain:.6g}（必须小于 1）：{zh}。请核对这些过程之间的用量和计量单位",
                f"the loop returns {gain:.6g} per unit (must be below 1): {en}. Check amounts and units between them",
            ),
            [name.zh for name in names],
        )
        self.gain = gain


class IdenticalProcessesError(EngineError):
    """Two processes take in and give out the same, so that their shares cannot be told apart."""

    code = "ENGINE-IDENTICAL"

    def __init__(self, first: Named, second: Named) -> None:
        super().__init__(
            Text(
                f"过程“{first.zh}”与“{second.zh}”的产品流完全相同，无法区分。请删除其一或更正其产出",
                f"processes '{first.en or first.zh}' and '{second.en or second.zh}' exchange identical products and "
                "cannot be told apart. Remove one or correct its output",
            ),
            [first.zh, second.zh],
        )


class InaccurateError(EngineError):
    """The equations of a process cannot be solved to twelve digits."""

    code = "ENGINE-INACCURATE"

    def __init__(self, name: Named, residual: float) -> None:
        super().__init__(
            Text(
                f"过程“{name.zh}”的平衡方程残差为 {residual:.1e}，无法保证 12 位有效数字。请核对其用量的数量级和单位",
                f"the balance of process '{name.en or name.zh}' keeps a residual of {residual:.1e}, too much for twelve "
                "digits. Check the magnitude and units of its amounts",
            ),
            [name.zh],
        )


class OutOfRangeError(EngineError):
    """Figures so large or small that no number can hold what follows from them."""

    code = "ENGINE-RANGE"

    def __init__(self, names: tuple[Named, ...]) -> None:
        super().__init__(
            Text(
                f"数值超出可计算的范围：{'、'.join(name.zh for name in names)}。请核对用量的数量级和单位",
                f"figures beyond what can be calculated: {', '.join(name.en or name.zh for name in names)}. Check the "
                "magnitude and units of the amounts",
            ),
            [name.zh for name in names],
        )


def inaccurate(technosphere: Technosphere, fault: ResidualError) -> EngineError:
    """Return the error that names the process whose equation is not met."""
    name = technosphere.names[fault.column]
    return InaccurateError(name, fault.residual) if isfinite(fault.residual) else OutOfRangeError((name,))


def diagnose(technosphere: Technosphere, fault: UnproductiveError) -> EngineError:
    """Return the error that names the processes behind a pivot of zero or less."""
    pair = identical_pair(technosphere)
    if pair:
        return IdenticalProcessesError(technosphere.names[pair[0]], technosphere.names[pair[1]])
    loop = strongest_loop(technosphere.requirements(), fault.column, {fault.column, *fault.before})
    return LoopGainError(tuple(technosphere.names[column] for column in loop), fault.gain)


def identical_pair(technosphere: Technosphere) -> tuple[int, int] | None:
    """Return two columns with the same product flows per run, up to a positive scale; none where there are none."""
    flows: list[dict[int, float]] = [
        {int(technosphere.pivot_row[j]): float(p)} for j, p in enumerate(technosphere.pivot)
    ]
    for row, column, value in zip(technosphere.row, technosphere.column, technosphere.value, strict=True):
        flows[column][int(row)] = flows[column].get(int(row), 0.0) + float(value)
    for first, second in combinations(range(technosphere.size), 2):
        one, other = flows[first], flows[second]
        key = int(technosphere.pivot_row[first])
        if one.keys() != other.keys() or one[key] * other[key] <= 0:
            continue
        if all(abs(one[row] * other[key] - other[row] * one[key]) <= 1e-12 * abs(one[row] * other[key]) for row in one):
            return first, second
    return None


def strongest_loop(requirements: list[dict[int, float]], start: int, within: set[int]) -> tuple[int, ...]:
    """Return the columns of the loop through `start`, inside `within`, that returns most per unit.

    The loop reads backwards along the supply: each process is supplied by the next, the last by the first.
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {start: (1.0, (start,))}
    closed: tuple[float, tuple[int, ...]] = (0.0, (start,))
    for _ in within:
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for supplier in sorted(within):
            for consumer, share in sorted(requirements[supplier].items()):
                if consumer not in best:
                    continue
                gain, path = best[consumer]
                reached = gain * abs(share)
                if supplier == start and reached > closed[0]:
                    closed = (reached, path)
                elif supplier not in path and reached > longer.get(supplier, (0.0, ()))[0]:
                    longer[supplier] = (reached, (*path, supplier))
        best = longer
    return closed[1]
