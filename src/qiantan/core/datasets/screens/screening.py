"""All screens of a proposal, in order, every finding together."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from qiantan.core.datasets.proposal.check import proposal_faults
from qiantan.core.datasets.proposal.stated import factor_of
from qiantan.core.datasets.screens import electricity, gases, magnitude, source
from qiantan.core.datasets.screens.screened import NO_PEERS, Peers, Screened, total_of
from qiantan.core.findings import Finding, has_blocking

SCREENS: Final = (
    electricity.screen_family,
    gases.screen_sum,
    magnitude.screen_carbon_content,
    magnitude.screen_magnitude,
    magnitude.screen_band,
    magnitude.screen_peers,
    magnitude.screen_same_figure,
    source.screen_place,
    source.screen_boundary,
    source.screen_gwp_set,
    source.screen_age,
)


def screen(answers: Mapping[str, str], *, today: dt.date, peers: Peers = NO_PEERS) -> tuple[Finding, ...]:
    """Return what is missing in a proposal; when nothing is, what the screens ask about it. `peers` are comparable values."""
    missing = proposal_faults(answers, today=today)
    if has_blocking(missing):
        return missing
    factor = factor_of(answers, "proposal", "proposal")
    case = Screened(answers=answers, factor=factor, total=total_of(answers, factor), peers=peers, today=today)
    return (*missing, *(one for ask in SCREENS for one in ask(case)))


__all__ = ["SCREENS", "Peers", "screen"]
