"""Reading a linked database of 20,000 unit processes costs at most three times parsing its files alone.

The database is an openLCA JSON-LD archive as other programs write it: 20,000 processes of 12 exchanges, their 20,000
products and 200 elementary flows; half of the inputs name their supplier, the rest are linked by their product. Ours
inflates and checks every member, builds every dataset, checks units, figures, languages and identifiers, and reports
every link; the peer inflates the same members and turns them into Python values: `json.loads`, and for a fifth of it
as an ILCD package `ElementTree` (lxml, which leaves the values in C until they are asked for, takes about two thirds of
that). Memory: the peak of a fresh process that streams the database, its archive of some 40 MiB included.
"""

import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from benchmarks.claim import Claim
from qiantan.core.formats import catalogue

PROCESSES = 20_000
NATURE = 200
INPUTS = 7
EMISSIONS = 4
GASES = {0: "Carbon dioxide, fossil", 1: "Methane, fossil", 2: "Dinitrogen monoxide"}
ROUNDS = 3
GOAL = 3.0
MEMORY_LIMIT = 256
_SPACE = uuid.UUID("6f0d4a40-0000-4000-8000-000000000000")
_MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
_GROUP = "93a60a57-a4c8-11da-a746-0800200c9a66"
_MEMORY = """
import sys
from qiantan.core.formats.catalogue import stream
with open(sys.argv[1], "rb") as file:
    datasets = stream(file.read())
count = sum(1 for _ in datasets)
datasets.links()
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def _id(kind: str, number: int) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}{number}"))


def _exchanges(number: int, count: int) -> Iterator[tuple[int, bool, str, int, str, str]]:
    """Yield id, input, kind and number of the flow, amount, supplier."""
    chance = random.Random(number)  # noqa: S311 - a generator of test data
    yield 1, False, "product", number, "1.0", ""
    for place in range(INPUTS):
        supplier = chance.randrange(count)
        named = _id("process", supplier) if place % 2 else ""
        # Loops return half a unit, so that the footprints of the database have a solution.
        yield 2 + place, True, "product", supplier, f"{chance.random() / INPUTS:.6f}", named
    for place in range(EMISSIONS):
        yield 2 + INPUTS + place, False, "nature", chance.randrange(NATURE), f"{chance.random() * 1e-3:.9f}", ""


def openlca_archive(count: int) -> bytes:
    """Return the database as an openLCA archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("openlca.json", '{"schemaVersion":2}')
        unit = {"@type": "Unit", "@id": _id("unit", 0), "name": "kg", "conversionFactor": 1.0, "isRefUnit": True}
        gram = {"@type": "Unit", "@id": _id("unit", 1), "name": "g", "conversionFactor": 0.001, "isRefUnit": False}
        group = {"@type": "UnitGroup", "@id": _GROUP, "name": "Units of mass", "units": [unit, gram]}
        archive.writestr(f"unit_groups/{_GROUP}.json", json.dumps(group))
        reference = {"@type": "UnitGroup", "@id": _GROUP, "name": "Units of mass"}
        measure = {"@type": "FlowProperty", "@id": _MASS, "name": "Mass", "unitGroup": reference}
        archive.writestr(f"flow_properties/{_MASS}.json", json.dumps(measure))
        for kind, most, label in (("product", count, "PRODUCT_FLOW"), ("nature", NATURE, "ELEMENTARY_FLOW")):
            for number in range(most):
                archive.writestr(f"flows/{_id(kind, number)}.json", json.dumps(_flow(kind, number, label)))
        for number in range(count):
            archive.writestr(f"processes/{_id('process', number)}.json", json.dumps(_process(number, count)))
    return out.getvalue()


def _flow(kind: str, number: int, label: str) -> dict[str, object]:
    factor = {"@type": "FlowPropertyFactor", "isRefFlowProperty": True, "conversionFactor": 1.0}
    return {
        "@type": "Flow",
        "@id": _id(kind, number),
        "name": GASES.get(number, f"{kind} {number}") if kind == "nature" else f"{kind} {number}",
        "category": "Elementary flows/Emission to air/unspecified" if kind == "nature" else "24: Basic metals",
        "version": "01.00.000",
        "flowType": label,
        "flowProperties": [factor | {"flowProperty": {"@type": "FlowProperty", "@id": _MASS, "name": "Mass"}}],
    }


def _process(number: int, count: int) -> dict[str, object]:
    return {
        "@type": "Process",
        "@id": _id("process", number),
        "name": f"production of product {number}, market group",
        "category": "C:Manufacturing/24:Manufacture of basic metals",
        "version": "01.00.000",
        "lastChange": "2026-01-05T08:00:00Z",
        "processType": "UNIT_PROCESS",
        "description": "A unit process of a generated database, with a comment of the usual length. " * 6,
        "location": {"@type": "Location", "@id": _id("location", 0), "name": "China"},
        "processDocumentation": {
            "validFrom": "2022-01-01",
            "validUntil": "2026-12-31",
            "technologyDescription": "Average technology, as words that nobody reads in a benchmark. " * 3,
            "creationDate": "2026-01-05T08:00:00Z",
            "isCopyrightProtected": False,
        },
        "exchanges": [_exchange(*one) for one in _exchanges(number, count)],
    }


def _exchange(place: int, is_input: bool, kind: str, flow: int, amount: str, supplier: str) -> dict[str, object]:  # noqa: FBT001 - a row of the generator
    found: dict[str, object] = {
        "@type": "Exchange",
        "internalId": place,
        "isInput": is_input,
        "isQuantitativeReference": place == 1,
        "isAvoidedProduct": False,
        "amount": float(amount),
        "flow": {
            "@type": "Flow",
            "@id": _id(kind, flow),
            "name": f"{kind} {flow}",
            "category": "24: Basic metals",
            "flowType": "PRODUCT_FLOW" if kind == "product" else "ELEMENTARY_FLOW",
            "refUnit": "kg",
        },
        "unit": {"@type": "Unit", "@id": _id("unit", 0), "name": "kg"},
        "flowProperty": {"@type": "FlowProperty", "@id": _MASS, "name": "Mass", "refUnit": "kg"},
        "dqEntry": "(1;2;3;1;1)",
    }
    if supplier:
        found["defaultProvider"] = {
            "@type": "Process",
            "@id": supplier,
            "name": "supplier",
            "processType": "UNIT_PROCESS",
        }
    return found


def parse_alone(content: bytes) -> None:
    """Inflate every member and turn it into Python values, nothing else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            ET.fromstring(data) if name.endswith(".xml") else json.loads(data)  # noqa: S314 - our own file


def _import(content: bytes) -> None:
    datasets = catalogue.stream(content)
    for _ in datasets:
        pass
    datasets.links()
    if datasets.blocked:
        raise RuntimeError(f"the database was refused: {datasets.findings[0]}")


def _seconds(work: Callable[[bytes], object], content: bytes) -> float:
    start = time.perf_counter()
    work(content)
    return time.perf_counter() - start


def _peak(content: bytes) -> int:
    """Return the peak memory, MiB, of a process that streams an archive, the archive included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "database.zip"
        path.write_bytes(content)
        done = subprocess.run([sys.executable, "-c", _MEMORY, str(path)], check=True, capture_output=True, text=True)
    return int(done.stdout) // 1024


def _claim(name: str, content: bytes, count: int) -> Claim:
    ours, alone = [], []
    for _ in range(ROUNDS):
        alone.append(_seconds(parse_alone, content))
        ours.append(_seconds(_import, content))
    mine, theirs = statistics.median(ours), statistics.median(alone)
    return Claim(
        claim=f"import of {count:,} linked processes, {name}",
        ours=f"{mine:.1f} s",
        peer=f"parsing alone {theirs:.1f} s",
        ratio=mine / theirs,
        goal=GOAL,
    )


def ilcd_archive(content: bytes) -> bytes:
    """Return a database as an ILCD package of the same facts."""
    write = catalogue.CODECS["ilcd"].write
    if write is None:
        raise LookupError("ILCD is not written")
    return write(catalogue.stream(content))


def measure() -> Iterator[Claim]:
    """Measure the import against parsing alone, and its memory."""
    content = openlca_archive(PROCESSES)
    yield _claim("openLCA JSON-LD", content, PROCESSES)
    part = PROCESSES // 5
    yield _claim("ILCD XML", ilcd_archive(openlca_archive(part)), part)
    peak = _peak(content)
    yield Claim(
        claim=f"peak memory of streaming {PROCESSES:,} processes",
        ours=f"{peak} MiB",
        peer=f"limit {MEMORY_LIMIT} MiB",
        ratio=peak / MEMORY_LIMIT,
        goal=1.0,
    )


if __name__ == "__main__":
    for one in measure():
        print(one.line())
