"""What every codec of datasets gives back: a stream of datasets, or all of them at once — and never half of a file.

A stream yields each dataset that is whole. Whoever writes them away does so in one transaction and asks `findings` at
the end: a blocking finding means that nothing of the file is taken. `gather` does just that in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qiantan.core.datasets.check import check_dataset
from qiantan.core.datasets.document import Dataset
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.linking import Linker, LinkReport
from qiantan.core.findings import Finding, has_blocking
from qiantan.core.formats.archive import ArchiveRefused, Limits

MIB: Final = 1024 * 1024
# The place of what concerns a file as a whole.
ARCHIVE_PLACE: Final = "zip"
FILE_PLACE: Final = "file"
# A database of 20,000 processes with its flows, sources and contacts; the largest on the market hold some 60,000 parts.
ARCHIVE: Final = Limits(members=250_000, bytes=8 * 1024 * MIB, ratio=200)
MOST_FILE: Final = 2 * 1024 * MIB
MOST_PART: Final = 64 * MIB


def _limit_of(code: str) -> str:
    """Return the limit behind a refusal of an archive, in words."""
    limits = {
        "ZIP-MEMBERS": f"{ARCHIVE.members:,}",
        "ZIP-SIZE": f"{ARCHIVE.bytes // MIB} MiB",
        "ZIP-RATIO": str(ARCHIVE.ratio),
    }
    return limits.get(code, "")


def refuse(refused: ArchiveRefused, faults: Faults) -> None:
    """Add why an archive is refused, at the member that stands against it."""
    faults.place = ""
    place = refused.member or ARCHIVE_PLACE
    faults.add(f"DS-{refused.code}", refused.found, place=place, limit=_limit_of(refused.code))


@dataclass(frozen=True, slots=True)
class DatasetReading:
    """The datasets of a file, what was found, and how its processes link; with a blocking finding no dataset at all."""

    datasets: tuple[Dataset, ...]
    findings: tuple[Finding, ...]
    links: LinkReport | None = None


class DatasetStream:
    """The datasets of one file, one after the other, in constant memory; afterwards `findings` and `links`."""

    def __init__(self, datasets: Iterator[Dataset], faults: Faults) -> None:
        """Take what a codec reads; every dataset is checked for agreement with itself on its way."""
        self._datasets = datasets
        self._faults = faults
        self._linker = Linker()
        self._line: dict[str, str] = {}
        self._seen: dict[str, str] = {}
        self.count = 0

    def __iter__(self) -> Iterator[Dataset]:
        """Yield the whole datasets; what is wrong with others stands among the findings."""
        for dataset in self._datasets:
            place = self._faults.place
            if dataset.uuid in self._seen:
                self._faults.add("DS-UUID-TWICE", dataset.uuid, other=self._seen[dataset.uuid])
                continue
            self._seen[dataset.uuid] = place
            before = len(self._faults.found)
            check_dataset(dataset, self._faults)
            preceding = dataset.administration.preceding
            if preceding and preceding.uuid != dataset.uuid:
                self._line[dataset.uuid] = preceding.uuid
            if has_blocking(self._faults.found[before:]):
                continue
            self._linker.add(dataset)
            self.count += 1
            yield dataset
        self._faults.place = ""
        self._check_line()
        if not self.count and not self._faults.blocking:
            self._faults.add("DS-FILE-NONE", place=FILE_PLACE)

    def _check_line(self) -> None:
        """Refuse versions that precede each other in a circle."""
        done: set[str] = set()
        for start in self._line:
            walked: list[str] = []
            at = start
            while at in self._line and at not in done and at not in walked:
                walked.append(at)
                at = self._line[at]
            if at in walked:
                circle = [*walked[walked.index(at) :], at]
                self._faults.add("DS-VERSION-CYCLE", " → ".join(circle), place=self._seen.get(at, ""))
            done.update(walked)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found so far; complete when the stream is read to its end."""
        return self._faults.all()

    @property
    def blocked(self) -> bool:
        """Whether anything found so far stops the import."""
        return self._faults.blocking

    def links(self) -> LinkReport:
        """Return how the processes seen so far link; complete when the stream is read to its end."""
        return self._linker.report()


def gather(stream: DatasetStream) -> DatasetReading:
    """Read a stream to its end: all datasets, or none with the reasons."""
    datasets = tuple(stream)
    if stream.blocked:
        return DatasetReading((), stream.findings)
    return DatasetReading(datasets, stream.findings, stream.links())
