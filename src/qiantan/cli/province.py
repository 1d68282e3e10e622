"""A network of studies from files: what `qiantan impact` and `qiantan spread` ask."""

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.language import say, word
from qiantan.cli.reading import load
from qiantan.cli.screen import console, findings_json, phase, print_findings, print_json
from qiantan.core.findings import Text, has_blocking

if TYPE_CHECKING:
    from qiantan.core.province.answers import Asked
    from qiantan.core.province.flatten import Flat

Flats = dict[str, tuple[Path, "Flat"]]


def network_of_files(studies: list[Path], *, as_json: bool) -> tuple["Asked", Flats]:
    """Return the network of some study files and what each of them is, by digest; ends the command on findings."""
    with phase("正在读取研究…", "Reading the studies…"):
        flats = _read(studies, as_json=as_json)
        from qiantan.core.province.answers import Asked
        from qiantan.core.province.gather import gather
        from qiantan.core.province.network import assemble_province

        return Asked(assemble_province(gather({key: flat for key, (_, flat) in flats.items()}))), flats


def names_of(flats: Flats, study: int) -> dict[str, object]:
    """Return file, digest, product and unit of a study of the network."""
    digest = list(flats)[study]
    path, flat = flats[digest]
    return {
        "file": str(path),
        "study_sha256": digest,
        "product": {"zh": flat.name.zh, "en": flat.name.en},
        "unit": {"zh": flat.unit.zh, "en": flat.unit.en},
    }


def product_words(row: dict[str, object]) -> str:
    """Return product and unit in the language of the run."""
    product, unit = (word(Text(row[name]["zh"], row[name]["en"])) for name in ("product", "unit"))  # type: ignore[index]
    return f"{product}（{unit}）"


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as CSV that spreadsheet programs open in Chinese; whole or not at all."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(Exit.UNREADABLE, Text(f"无法写入 {path}：{reason}", f"Cannot write {path}: {reason}")) from None
    sys.stderr.write(say(f"已写入 {path}\n", f"Wrote {path}\n"))  # standard output may be JSON


def _guarded(cell: object) -> object:
    """Keep a spreadsheet program from taking a text for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _read(studies: list[Path], *, as_json: bool) -> Flats:
    from qiantan.core.province.flatten import flatten
    from qiantan.core.study.bytes import study_digests

    flats: Flats = {}
    for path in studies:
        loaded = load(path)
        if loaded.study is None or has_blocking(loaded.findings):
            if as_json:
                print_json({"file": str(path), "findings": findings_json(loaded.findings)})
            else:
                console().print(str(path))
                print_findings(loaded.findings, console())
            raise typer.Exit(Exit.FINDINGS)
        flats.setdefault(study_digests(loaded.study).sha256, (path, flatten(loaded.study)))
    return flats
