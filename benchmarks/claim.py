"""One claim of speed and what was measured for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, our figure, the peer's figure or the limit, their ratio, and the goal for the ratio.

    `ours` and `peer` are texts with units; the ratio must be at most `goal`, or at least, with `at_least`.
    """

    claim: str
    ours: str
    peer: str
    ratio: float
    goal: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is met."""
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal

    def line(self) -> str:
        """Return the printed line: claim | ours | peer or limit | ratio | goal | met."""
        sign = "≥" if self.at_least else "≤"
        met = "yes" if self.met else "NO"
        return f"{self.claim} | {self.ours} | {self.peer} | {self.ratio:.2f} | {sign} {self.goal:g} | {met}"
