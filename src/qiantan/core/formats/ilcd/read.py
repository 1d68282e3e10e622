"""Read ILCD packages."""

from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.archive import Content
from qiantan.core.formats.dataset import DatasetReading, DatasetStream, gather
from qiantan.core.formats.ilcd.wire import SPELLING
from qiantan.core.formats.ilcd_model.package import read_package


def stream(content: Content) -> DatasetStream:
    """Return the process datasets of an ILCD package (zip), one after the other."""
    faults = Faults()
    return DatasetStream(read_package(content, SPELLING, faults), faults)


def read(content: Content) -> DatasetReading:
    """Return every process dataset of an ILCD package (zip), or none with the reasons."""
    return gather(stream(content))
