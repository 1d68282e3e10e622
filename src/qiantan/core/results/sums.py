"""What must add up in every result: the total is the sum of stages, processes, gases, categories, accounts, contributions."""

from collections.abc import Iterable
from math import fsum

from qiantan.core.findings import Text
from qiantan.core.results.document import Result

# Twelve digits per term leave less than this of the sum of absolute terms.
TOLERANCE = 1e-9


class UnequalSumsError(ArithmeticError):
    """Parts of a result that do not add up to its total; no such result leaves the system."""

    def __init__(self, what: Text, parts: float, total: float) -> None:
        self.text = Text(
            f"{what.zh}之和 {parts!r} 不等于总量 {total!r}",
            f"the sum of {what.en} {parts!r} is not the total {total!r}",
        )
        super().__init__(f"{self.text.zh} / {self.text.en}")


def check_sums(result: Result) -> None:
    """Raise UnequalSumsError unless every way to cut the footprint adds up to it."""
    whole = fsum(abs(contribution.kg) for contribution in result.contributions)
    for what, parts in _cuts(result):
        summed = fsum(parts)
        if not abs(summed - result.total) <= TOLERANCE * whole:
            raise UnequalSumsError(what, summed, result.total)


def _cuts(result: Result) -> Iterable[tuple[Text, Iterable[float]]]:
    accounts = result.accounts
    yield Text("生命周期阶段", "stages"), (part.kg for part in result.by_stage)
    yield Text("单元过程", "processes"), (part.kg for part in result.by_process)
    yield Text("温室气体", "gases"), (part.kg for part in result.by_gas)
    yield Text("类别", "categories"), (part.kg for part in result.by_category)
    yield Text("贡献项", "contributions"), (contribution.kg for contribution in result.contributions)
    yield (
        Text("化石、生物源、土地利用变化和航空账户", "accounts"),
        (
            accounts.fossil,
            accounts.biogenic_emission,
            accounts.biogenic_removal,
            accounts.land_use_change,
            accounts.aircraft,
        ),
    )
