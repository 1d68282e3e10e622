"""What every codec of datasets gives back: a stream of datasets, or all of them at once — and never half of a file.

A stream yields each dataset that is whole. Whoever writes them away does so in one transaction and asks `findings` at
the end: a blocking finding means that nothing of the file is taken. `gather` does just that in memory.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from qiantan.core.datasets.check import check_dataset
from qiantan.core.datasets.document import Dataset
from qiantan.core.datasets.faults import MOST_FINDINGS, Faults
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


class Extent(NamedTuple):
    """How much of a file a reader takes: every `step`-th member with processes from the one numbered `first` on, so that
    several readers share a large database; at most so many findings; whether links are reported.
    """

    first: int = 0
    step: int = 1
    findings: int = MOST_FINDINGS
    linking: bool = True


WHOLE: Final = Extent()


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

    def __init__(self, datasets: Iterator[Dataset], faults: Faults, extent: Extent = WHOLE) -> None:
        """Take what a codec reads; every dataset is checked for agreement with itself on its way."""
        self._datasets = datasets
        self._faults = faults
        self._linker = Linker()
        self._extent = extent
        self.preceding: dict[str, str] = {}
        self.seen: dict[str, str] = {}
        self.count = 0
        self.codec = ""

    def __iter__(self) -> Iterator[Dataset]:
        """Yield the whole datasets; what is wrong with others stands among the findings."""
        for dataset in self._datasets:
            place = self._faults.place
            if dataset.uuid in self.seen:
                self._faults.add("DS-UUID-TWICE", dataset.uuid, other=self.seen[dataset.uuid])
                continue
            self.seen[dataset.uuid] = place
            before = len(self._faults.found)
            check_dataset(dataset, self._faults)
            preceding = dataset.administration.preceding
            if preceding and preceding.uuid != dataset.uuid:
                self.preceding[dataset.uuid] = preceding.uuid
            if has_blocking(self._faults.found[before:]):
                continue
            if self._extent.linking:
                self._linker.add(dataset)
            self.count += 1
            yield dataset
        self._faults.place = ""
        check_line(self.preceding, self.seen, self._faults)
        if not self.count and not self._faults.blocking and self._extent.step == 1:
            self._faults.add("DS-FILE-NONE", place=FILE_PLACE)

    @property
    def place(self) -> str:
        """Where the dataset that was yielded last stands: a member of the archive, or a place within one."""
        return self._faults.place

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


def check_line(preceding: Mapping[str, str], seen: Mapping[str, str], faults: Faults) -> None:
    """Refuse versions that precede each other in a circle: `preceding` UUID of every UUID, `seen` place of every UUID."""
    done: set[str] = set()
    for start in preceding:
        walked: list[str] = []
        at = start
        while at in preceding and at not in done and at not in walked:
            walked.append(at)
            at = preceding[at]
        if at in walked:
            circle = [*walked[walked.index(at) :], at]
            faults.add("DS-VERSION-CYCLE", " → ".join(circle), place=seen.get(at, ""))
        done.update(walked)


def gather(stream: DatasetStream) -> DatasetReading:
    """Read a stream to its end: all datasets, or none with the reasons."""
    datasets = tuple(stream)
    if stream.blocked:
        return DatasetReading((), stream.findings)
    return DatasetReading(datasets, stream.findings, stream.links())
