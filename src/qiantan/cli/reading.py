"""From a file a person names to a study: workbook, CSV or study.json, with all findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qiantan.cli.exits import Exit, Stop
from qiantan.core.findings import Finding, Text, has_blocking
from qiantan.core.study.document import Study


@dataclass(frozen=True, slots=True)
class Loaded:
    """A study, or none, with everything found on the way; the bytes as read; the cells behind parts of the study."""

    study: Study | None
    findings: tuple[Finding, ...]
    content: bytes
    places: Mapping[str, str] = field(default_factory=dict)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; a sentence when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Stop(Exit.UNREADABLE, Text(f"找不到文件：{path}", f"No such file: {path}")) from None
    except IsADirectoryError:
        raise Stop(
            Exit.UNREADABLE, Text(f"{path} 是文件夹，请给出文件。", f"{path} is a folder; name a file.")
        ) from None
    except OSError as error:
        raise Stop(
            Exit.UNREADABLE, Text(f"无法读取 {path}：{error.strerror}", f"Cannot read {path}: {error.strerror}")
        ) from None


def load(path: Path) -> Loaded:
    """Read a workbook, a CSV file or a study document."""
    content = read_bytes(path)
    return load_study(content) if path.suffix.lower() == ".json" else _load_workbook(path.name, content)


def load_study(content: bytes) -> Loaded:
    """Read a study document, with what the engine could not calculate in it."""
    from qiantan.core.engine.calculate import problems
    from qiantan.core.study.read import read_study

    reading = read_study(content)
    if reading.study is None:
        return Loaded(None, reading.findings, content)
    return Loaded(reading.study, (*reading.findings, *problems(reading.study)), content)


def _load_workbook(name: str, content: bytes) -> Loaded:
    from qiantan.core.formats.workbook import read
    from qiantan.core.templates.compose import compose
    from qiantan.core.templates.load import template
    from qiantan.core.templates.validate import validate

    reading = read(name, content, template)
    if reading.template is None or reading.data is None:
        return Loaded(None, reading.findings, content)
    findings = reading.together(validate(reading.template, reading.data))
    if has_blocking(findings):
        return Loaded(None, findings, content)
    composition = compose(reading.template, reading.data)
    return Loaded(composition.study, (*findings, *composition.findings), content, composition.places)
