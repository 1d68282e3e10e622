"""Read TIDAS packages."""

from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.archive import Content
from qiantan.core.formats.dataset import DatasetReading, DatasetStream, gather
from qiantan.core.formats.ilcd_model.package import read_package
from qiantan.core.formats.tidas.wire import SPELLING


def stream(content: Content) -> DatasetStream:
    """Return the process datasets of a TIDAS package (zip), one after the other."""
    faults = Faults()
    return DatasetStream(read_package(content, SPELLING, faults), faults)


def read(content: Content) -> DatasetReading:
    """Return every process dataset of a TIDAS package (zip), or none with the reasons."""
    return gather(stream(content))
