"""Read ILCD packages."""

from collections.abc import Iterator, Mapping

from qiantan.core.datasets.document import Dataset, Flow
from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.archive import Content
from qiantan.core.formats.dataset import WHOLE, DatasetReading, DatasetStream, Extent, gather
from qiantan.core.formats.ilcd.wire import SPELLING
from qiantan.core.formats.ilcd_model.package import read_alone, read_package


def stream(content: Content, extent: Extent = WHOLE) -> DatasetStream:
    """Return the process datasets of an ILCD package (zip), one after the other."""
    faults = Faults(most=extent.findings)
    return DatasetStream(read_package(content, SPELLING, faults, extent), faults, extent)


def read_member(content: bytes, flows: Mapping[str, Flow], faults: Faults) -> Iterator[Dataset]:
    """Yield the dataset of one member of a package, its flows known."""
    yield from read_alone(content, SPELLING, flows, faults)


def read(content: Content) -> DatasetReading:
    """Return every process dataset of an ILCD package (zip), or none with the reasons."""
    return gather(stream(content))
