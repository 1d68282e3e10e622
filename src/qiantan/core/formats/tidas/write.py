"""Write TIDAS packages."""

from collections.abc import Iterable

from qiantan.core.datasets.document import Dataset
from qiantan.core.formats.archive import packed
from qiantan.core.formats.ilcd_model.package import write_package
from qiantan.core.formats.tidas.wire import SPELLING


def write(datasets: Iterable[Dataset]) -> bytes:
    """Return a TIDAS package (zip) of datasets with every flow, unit group, contact and source they refer to."""
    return packed(write_package(datasets, SPELLING))
