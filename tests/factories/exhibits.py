"""The register of the museum of broken workbooks: a maker's name is its name in the museum's table."""

from collections.abc import Callable
from typing import Final

Maker = Callable[[], bytes]
MAKERS: Final[dict[str, tuple[str, Maker]]] = {}


def exhibit(name: str = "工厂.xlsx") -> Callable[[Maker], Maker]:
    """Put a maker into the museum under its own name; `name` is the file's name as uploaded."""

    def add(maker: Maker) -> Maker:
        MAKERS[maker.__name__.replace("_", "-")] = (name, maker)
        return maker

    return add
