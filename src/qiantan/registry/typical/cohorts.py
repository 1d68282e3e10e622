"""From sealed facts to cohorts: the only place where values of several plants are opened together.

Nothing here is shown: cohorts go into `core.typical`, which returns counts, reasons, or figures that may be printed.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from qiantan.core.typical.attack import Printed
from qiantan.core.typical.contribution import Cohort, Fact
from qiantan.core.typical.release import Figures
from qiantan.core.typical.spread import Class
from qiantan.registry.typical.models import Call, Contribution, PlantFact, Release
from qiantan.registry.typical.sealing import open_statement
from qiantan.registry.typical.states import ContributionState

_PREFECTURE = 4


def standing_facts(call: Call, division: str = "", technology: str = "") -> QuerySet[PlantFact]:
    """Return the facts that stand in a call now, of one prefecture or technology where named."""
    given = Contribution.objects.filter(call=call, state=ContributionState.GIVEN.value)
    if division:
        given = given.filter(site__division__startswith=division[:_PREFECTURE])
    if technology:
        given = given.filter(technology=technology)
    return PlantFact.objects.filter(pk__in=given.values("current")).select_related("contribution").order_by("pk")


def cohort_of(facts: Iterable[PlantFact]) -> Cohort | None:
    """Return facts as a cohort; none where there are no facts."""
    opened = [_fact(fact) for fact in facts]
    return Cohort(opened) if opened else None


def earlier_of(call: Call) -> list[tuple[Cohort, Printed]]:
    """Return every release of a call that anybody has seen, discarded ones too, in order: cohort and figures."""
    releases = Release.objects.filter(call=call).order_by("number").prefetch_related("facts__contribution")
    opened: dict[int, Fact] = {}
    found = []
    for release in releases:
        facts = list(release.facts.all())
        opened |= {fact.pk: _fact(fact) for fact in facts if fact.pk not in opened}
        found.append((Cohort([opened[fact.pk] for fact in facts]), figures_of(release.figures).printed))
    return found


def written(figures: Figures) -> dict[str, Any]:
    """Return figures as they are kept: decimal texts."""
    printed = figures.printed
    return {
        "mean": str(printed.mean),
        "step": str(printed.step),
        "deviation": _texts(printed.deviation),
        "median": _texts(printed.median),
        "quartiles": [_texts(one) for one in printed.quartiles] if printed.quartiles else None,
        "contributors": list(figures.contributors),
        "cover": list(figures.cover) if figures.cover else None,
    }


def figures_of(kept: dict[str, Any]) -> Figures:
    """Return kept figures as figures."""
    quartiles = kept["quartiles"]
    return Figures(
        printed=Printed(
            mean=Decimal(kept["mean"]),
            step=Decimal(kept["step"]),
            deviation=_class(kept["deviation"]),
            median=_class(kept["median"]),
            quartiles=(_bounds(quartiles[0]), _bounds(quartiles[1])) if quartiles else None,
        ),
        contributors=(kept["contributors"][0], kept["contributors"][1]),
        cover=(kept["cover"][0], kept["cover"][1]) if kept["cover"] else None,
    )


def _fact(fact: PlantFact) -> Fact:
    stated, _ = open_statement(bytes(fact.sealed), fact.public_id)
    return Fact(
        id=str(fact.public_id),
        group=fact.contribution.group,
        volume=float(stated["volume"]),
        value=float(stated["value"]),
    )


def _texts(bounds: Class | None) -> list[str] | None:
    return [str(bounds.lower), str(bounds.upper)] if bounds else None


def _class(kept: list[str] | None) -> Class | None:
    return _bounds(kept) if kept else None


def _bounds(kept: list[str]) -> Class:
    return Class(Decimal(kept[0]), Decimal(kept[1]))
