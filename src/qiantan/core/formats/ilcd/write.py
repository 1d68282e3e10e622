"""Write ILCD packages."""

from collections.abc import Iterable

from qiantan.core.datasets.document import Dataset
from qiantan.core.formats.archive import packed
from qiantan.core.formats.ilcd.wire import SPELLING
from qiantan.core.formats.ilcd_model.package import write_package


def write(datasets: Iterable[Dataset]) -> bytes:
    """Return an ILCD package (zip) of datasets with every flow, unit group, contact and source they refer to."""
    return packed(write_package(datasets, SPELLING))
