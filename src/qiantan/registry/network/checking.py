"""A network is kept only when it carries what every frozen study says."""

import numpy as np

from qiantan.core.province.network import Province

AGREEMENT = 1e-10


class DifferentResult(RuntimeError):
    """The network does not carry what a frozen study says; nothing is kept."""

    def __init__(self, study: int, network: float, frozen: float) -> None:
        super().__init__(study)
        self.zh = f"网络中研究（编号 {study}）的结果为 {network!r}，与冻结结果 {frozen!r} 不符，未保存快照。"
        self.en = f"Study {study} is {network!r} in the network and {frozen!r} as frozen; no snapshot was kept."


def check_totals(province: Province) -> None:
    """Every study is what it was frozen as; `DifferentResult` names the first that is not."""
    totals = province.totals(province.solver.scores(province.burden).value)
    frozen = province.studies["total"]
    wrong = np.flatnonzero(np.abs(totals - frozen) > AGREEMENT * np.maximum(np.abs(frozen), 1e-6))
    if wrong.size:
        at = int(wrong[0])
        raise DifferentResult(int(province.studies["study"][at]), float(totals[at]), float(frozen[at]))
