"""Read an exchange file (TIDAS, ILCD, openLCA, EcoSpold) as proposals: each dataset that can be a factor, all or none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from qiantan.core.datasets.factor import factor_of
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.proposal.check import cleaned
from qiantan.core.datasets.proposal.stated import answers_of
from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.core.formats.archive import ArchiveRefused
from qiantan.core.formats.catalogue import CODECS, detect
from qiantan.core.formats.dataset import refuse
from qiantan.core.formats.proposals.read import MOST_CONTENT, ProposalReading
from qiantan.core.formats.proposals.wire import MOST_ROWS

_RELEASE: Final = "proposal"


def read_exchange(name: str, content: bytes) -> ProposalReading:
    """Return the proposals of an exchange file; what it leaves open (certainty, licence) stays open for the contributor.

    A dataset that is no closed, single value blocks the file, at its place, with the reason.
    """
    place = PurePath(name).name or "file"
    if len(content) > MOST_CONTENT:
        limit = f"{MOST_CONTENT // 1024 // 1024} MiB"
        return _refused("PX-LARGE", place, Text(f"文件超过 {limit}。", f"The file is larger than {limit}."))
    try:
        codec = detect(content)
        if not codec:
            return _refused("PX-KIND", place, _UNKNOWN)
        reading = CODECS[codec].read(content)
    except ArchiveRefused as refused:
        faults = Faults("")
        refuse(refused, faults)
        return ProposalReading((), faults.all())
    findings = list(reading.findings)
    if len(reading.datasets) > MOST_ROWS:
        message = Text(f"一个文件最多 {MOST_ROWS} 个数据集。", f"A file holds at most {MOST_ROWS} datasets.")
        return _refused("PX-MANY", place, message, found=str(len(reading.datasets)))
    proposals = []
    for dataset in reading.datasets:
        read = factor_of(dataset, release=_RELEASE)
        findings += _named(read.findings, dataset.names.base.zh or dataset.names.base.en)
        if read.factor is not None:
            proposals.append(cleaned(answers_of(dataset, read.factor)))
    if has_blocking(findings):
        return ProposalReading((), tuple(findings))
    return ProposalReading(tuple(proposals), tuple(findings))


def _named(findings: tuple[Finding, ...], name: str) -> Iterator[Finding]:
    """Put the name of the dataset before the place, which otherwise is a UUID."""
    for one in findings:
        yield replace(one, place=f"{name} {one.place}".strip())


def _refused(code: str, place: str, message: Text, found: str = "") -> ProposalReading:
    finding = Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, found=found)
    return ProposalReading((), (finding,))


_UNKNOWN: Final = Text(
    "认不出的文件：请上传 TIDAS、eILCD 或 openLCA JSON-LD 数据包，或 EcoSpold 文件。",
    "Not a file we know: upload a TIDAS, eILCD or openLCA JSON-LD package, or an EcoSpold file.",
)
