"""The parameters of disclosure control, each with its source, read from the rulebook."""

from functools import cache
from typing import Self

from pydantic import model_validator

from qiantan.core.rules.load import read_file, rulebook_root
from qiantan.core.study.shape import Figure, Id, Line, Named, Provenance, Record


class Count(Record):
    """A whole number with what it means and where it comes from."""

    value: int
    meaning: Named
    source: Provenance


class Share(Record):
    """A share from 0 to 1 with what it means and where it comes from."""

    value: Figure
    meaning: Named
    source: Provenance


class DisclosureRule(Record):
    """When figures made of confidential plant values may be published (``rulebook/typical/disclosure.yaml``)."""

    id: Id
    version: Line
    title: Named
    review_by: Line
    least_contributors: Count
    most_contributors_asked: Count
    largest_share: Share
    two_largest_share: Share
    protection: Share
    prior_knowledge: Share
    coalition: Count
    least_difference: Count
    coarsest_rounding: Share
    dispersion_step: Share
    median_least: Count
    quartile_least: Count
    company: Count

    @model_validator(mode="before")
    @classmethod
    def _day_as_text(cls, values: dict[str, object]) -> dict[str, object]:
        return {**values, "review_by": str(values.get("review_by", ""))}

    @model_validator(mode="after")
    def _is_a_protection(self) -> Self:
        if not 0 < self.protection.value < self.prior_knowledge.value < 1:
            raise ValueError(
                "0 < protection (p) < prior_knowledge (q) < 1: else nothing is protected that is not known"
            )
        # Samuelson's bound on the first class of dispersion (core.typical.spread).
        least = self.least_contributors.value
        if self.dispersion_step.value**2 * (least - 1) < self.protection.value**2:
            raise ValueError("dispersion_step × √(least_contributors - 1) must be at least protection")
        if self.coalition.value + 1 >= self.least_difference.value:
            raise ValueError("least_difference must leave contributors beside the target and the coalition")
        return self

    @property
    def p(self) -> float:
        """The protection as a share of the typical value."""
        return float(self.protection.value)

    @property
    def q(self) -> float:
        """What outsiders know beforehand, as a share of the typical value."""
        return float(self.prior_knowledge.value)


@cache
def disclosure_rule() -> DisclosureRule:
    """Return the rule in force."""
    return read_file(DisclosureRule, rulebook_root() / "typical" / "disclosure.yaml", "typical")


def least_of(rule: DisclosureRule, asked: int) -> int:
    """Return how many contributors a release needs: what its call asks for, never fewer than the rule."""
    return max(rule.least_contributors.value, asked)
