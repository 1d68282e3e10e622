"""A linked database straight from a file, for practitioners: no server, no tables.

from pathlib import Path
from qiantan.core.datasets.footprints import footprints
from qiantan.core.formats.databases import read_database

database = read_database(Path("database.zip").read_bytes())   # TIDAS, ILCD, openLCA JSON-LD, EcoSpold 1 and 2
database.network                                              # for qiantan.core.engine.network
scores = footprints(database).kg
"""

from qiantan.core.datasets.assemble import Assembly
from qiantan.core.datasets.linked import LinkedDatabase
from qiantan.core.findings import Finding, blocking
from qiantan.core.formats.archive import Content
from qiantan.core.formats.catalogue import stream


class RefusedError(ValueError):
    """A file that is not taken; `findings` says why, at which place, and what to do."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = blocking(findings)[0]
        super().__init__(f"{first.place}: {first.message.zh} / {first.message.en} ({len(findings)})")
        self.findings = findings


def read_database(content: Content) -> LinkedDatabase:
    """Return the linked database of a file of any known format. Raises RefusedError with every finding."""
    assembly = Assembly()
    datasets = stream(content)
    for dataset in datasets:
        assembly.add(dataset)
    if datasets.blocked:
        raise RefusedError(datasets.findings)
    return assembly.database()
