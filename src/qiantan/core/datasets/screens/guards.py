"""The guards as the rulebook states them: ``screens/screens.yaml`` and the bands of published values in ``bands.csv``."""

import csv
import datetime as dt
import io
from functools import cache
from typing import Literal

from pydantic import Field

from qiantan.core.rules.load import read_file, rulebook_root
from qiantan.core.study.shape import Figure, Id, Line, Named, Provenance, Record


class Magnitude(Record):
    """The least and most kg CO2e per unit of a dimension that pass without a question."""

    per: Line
    low: Figure
    high: Figure


class Serving(Record):
    """The most kg CO2e of a cup or a serving that pass without a question."""

    words: tuple[Line, ...]
    high: Figure


class CarbonGuard(Record):
    """Metals by the words of their names; a footprint `below` so many kg per kg looks like the carbon in them."""

    below: Figure
    words: tuple[Line, ...]


class GasGuard(Record):
    """How far, as a share, weighted gases may be from a stated total: from when asked, from when refused."""

    question: Figure
    refusal: Figure


class PeerGuard(Record):
    """How far outside comparable values a figure may lie, and how many of them it takes."""

    factor: Figure
    least: int


class BandGuard(Record):
    """How far outside a band of published values a figure may lie."""

    factor: Figure


class ElectricityWords(Record):
    """Words that tell the two electricity families apart."""

    life_cycle: tuple[Line, ...]
    generation: tuple[Line, ...]


class Guards(Record):
    """``screens/screens.yaml``."""

    id: Id
    title: Named
    review_by: dt.date
    provenance: Provenance
    magnitudes: dict[Line, Magnitude]
    servings: Serving
    carbon: CarbonGuard
    gases: GasGuard
    comparable: PeerGuard
    band: BandGuard
    vague: tuple[Line, ...]
    boundary_length: int
    old_years: int
    electricity: ElectricityWords


class Band(Record):
    """A line of ``screens/bands.csv``: the range of published values of a group, found by the words of a name."""

    name_zh: Line
    name_en: Line
    words: Line
    per: Line
    count: int = Field(ge=1)
    low: Figure
    median: Figure
    high: Figure
    years: Line
    source: Line
    how_found: Literal["text", "derived"]
    certainty: Line

    def names(self, name: str) -> int:
        """Return how many characters of a name the longest of the band's words covers; 0 when it names something else."""
        return max((len(word) for word in self.words.split("|") if word in name), default=0)


@cache
def guards() -> Guards:
    """Return the guards."""
    return read_file(Guards, rulebook_root() / "screens" / "screens.yaml", "screens")


@cache
def bands() -> tuple[Band, ...]:
    """Return the bands of published values, for questions only, never as factors."""
    text = (rulebook_root() / "screens" / "bands.csv").read_text(encoding="utf-8")
    return tuple(Band.model_validate(row) for row in csv.DictReader(io.StringIO(text)))


def band_of(name: str, per: str) -> Band | None:
    """Return the band whose words name a product best, per the same unit; none where no band does."""
    fitting = [(band.names(name), band) for band in bands() if band.per == per and band.names(name)]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None
