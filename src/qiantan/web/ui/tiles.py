"""The nine prefectures of Guizhou as a schematic grid: order on the page only, no boundary is drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from qiantan.core.findings.finding import Text
from qiantan.web.ui.parts import Tile


class Place(NamedTuple):
    """A prefecture: id, name, column and row of the grid, code of the administrative division."""

    id: str
    name: Text
    column: int
    row: int
    code: str


PLACES = (
    Place("zunyi", Text("遵义", "Zunyi"), 1, 0, "520300"),
    Place("tongren", Text("铜仁", "Tongren"), 2, 0, "520600"),
    Place("bijie", Text("毕节", "Bijie"), 0, 1, "520500"),
    Place("guiyang", Text("贵阳", "Guiyang"), 1, 1, "520100"),
    Place("qiandongnan", Text("黔东南", "Qiandongnan"), 2, 1, "522600"),
    Place("liupanshui", Text("六盘水", "Liupanshui"), 0, 2, "520200"),
    Place("anshun", Text("安顺", "Anshun"), 1, 2, "520400"),
    Place("qiannan", Text("黔南", "Qiannan"), 2, 2, "522700"),
    Place("qianxinan", Text("黔西南", "Qianxinan"), 0, 3, "522300"),
)


def place_name(code: str) -> Text:
    """Return the name of the prefecture a division code belongs to; the code itself for one outside the province."""
    prefecture = f"{code[:4]}00"
    return next((place.name for place in PLACES if place.code == prefecture), Text(code, code))


def grid(tiles: Sequence[Tile]) -> list[dict[str, object]]:
    """Return every prefecture with its position (grid units) and its tile, in the order of `PLACES`."""
    by_place = {tile.place: tile for tile in tiles}
    return [
        {"place": place, "tile": by_place.get(place.id), "x": place.column * 104, "y": place.row * 60}
        for place in PLACES
    ]
