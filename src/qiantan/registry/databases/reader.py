"""The sealed process in which a stranger's database is read: bounded memory and time, no network needed, no tables known.

    python -m qiantan.registry.databases.reader FILE FOLDER FIRST STEP

It reads every STEP-th process of FILE from the one numbered FIRST on, and leaves three files in FOLDER: ``rows`` (lines
for the table of processes), ``part`` (who offers and demands what) and ``told`` (what was found). Its standard output
says how far it is. Started by `reading`.
"""

import gc
import json
import mmap
import re
import resource
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from qiantan.core.datasets.assemble import Assembly
from qiantan.core.datasets.document import Dataset
from qiantan.core.datasets.part import part_bytes
from qiantan.core.findings.wire import to_json
from qiantan.core.formats import catalogue
from qiantan.core.formats.dataset import DatasetStream, Extent
from qiantan.registry.factors.segments import kept_words

MEMORY_BYTES: Final = 4 * 1024**3
CPU_SECONDS: Final = 3600
FILE_BYTES: Final = 4 * 1024**3
FINDINGS: Final = 5_000
TOLD_EVERY: Final = 250
SHORT, LONG = 60, 2_000
_ODD: Final = re.compile(r"[\\\t\n\r\0]")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})


def main() -> None:
    """Read a share of the file named on the command line."""
    path, folder, first, step = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    seal()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        take(content, folder, Extent(first, step, FINDINGS, linking=False))


def seal() -> None:
    """Limit this process. Datasets hold no cycles, so nothing waits for a garbage collector."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()


def take(content: Any, folder: Path, extent: Extent) -> None:
    """Read a share of a database and leave what is told of it in a folder."""
    datasets = catalogue.stream(content, extent)
    assembly = Assembly()
    with (folder / "rows").open("w", encoding="utf-8", errors="replace", newline="\n") as rows:
        for dataset in datasets:
            if assembly.add(dataset) >= 0:
                rows.write(_line(dataset, datasets.place))
            if datasets.count % TOLD_EVERY == 0:
                sys.stdout.write(f"{datasets.count}\n")
                sys.stdout.flush()
    (folder / "part").write_bytes(part_bytes(assembly.part()))
    (folder / "told").write_text(json.dumps(_told(datasets, len(assembly))), encoding="utf-8")


def _told(datasets: DatasetStream, processes: int) -> dict[str, Any]:
    return {
        "codec": datasets.codec,
        "processes": processes,
        "datasets": datasets.count,
        "findings": [to_json(one) for one in datasets.findings],
        "seen": datasets.seen,
        "preceding": datasets.preceding,
    }


def _line(dataset: Dataset, place: str) -> str:
    """Return a process as a line of COPY: the columns of `keeping.READ`."""
    name, reference = dataset.names.base, dataset.reference
    product = reference.flow.name
    category = " / ".join(level.name for level in dataset.classification.levels)
    year = dataset.time.reference_year
    return "\t".join((
        dataset.uuid,
        _field(name.zh, LONG),
        _field(name.en, LONG),
        _field(dataset.geography.location, SHORT),
        _field(category, LONG),
        _field(product.zh, LONG),
        _field(product.en, LONG),
        _field(reference.unit, SHORT),
        dataset.kind.value,
        str(year) if year is not None else "\\N",
        _field(place, LONG),
        _vector(name.zh, name.en, product.zh, product.en, dataset.names.synonyms.zh, dataset.names.synonyms.en,
                dataset.geography.location),
    )) + "\n"  # fmt: skip


def _field(text: str, most: int) -> str:
    return text[:most].translate(_ESCAPED) if _ODD.search(text) else text[:most]


def _vector(*texts: str) -> str:
    """Return the words of texts as PostgreSQL reads a tsvector: letters, digits and Chinese characters need no quotes."""
    return " ".join(word[:SHORT] for word in kept_words(*_distinct(texts)))


def _distinct(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(text[:LONG] for text in texts if text)


if __name__ == "__main__":
    main()
