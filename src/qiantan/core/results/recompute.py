"""Whether a study still gives the result that was stored with it, digit by digit.

Everything of the result is compared but the name of the engine that made it. The findings depend on the rulebook as
well: where its editions moved on since, they may differ while every figure stays; `figures_same` tells the two apart.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError

from qiantan.core.findings import Finding, Text
from qiantan.core.results.document import Result
from qiantan.core.results.make import ENGINE, make_result, result_bytes
from qiantan.core.study.bytes import study_bytes
from qiantan.core.study.read import read_study

_NOT_COMPARED = ("/engine",)
_NO_FIGURE = ("/findings", "/note")
ABSENT = "—"


class Difference(NamedTuple):
    """One value of the stored result that the study does not give: its JSON pointer and both values."""

    pointer: str
    stored: str
    recomputed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputation:
    """The answer.

    `same` says that nothing differs; without a stored result there is nothing that could. `engine` made the stored
    result (empty where there is none), `engine_now` this one. `canonical` says whether the bytes of the study were in
    canonical form: else its digest is that of its canonical bytes.
    """

    same: bool
    differences: tuple[Difference, ...]
    result: Result
    engine: str
    engine_now: str
    canonical: bool

    @property
    def figures_same(self) -> bool:
        """Whether all figures are the same, whatever the findings say."""
        return all(difference.pointer.startswith(_NO_FIGURE) for difference in self.differences)

    @property
    def first(self) -> Difference | None:
        """The first difference, figures before findings."""
        figures = (d for d in self.differences if not d.pointer.startswith(_NO_FIGURE))
        return next(figures, None) or next(iter(self.differences), None)


class UnreadableStudyError(ValueError):
    """A study document that cannot be recomputed; `findings` says why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.place}: {finding.message.zh}" for finding in findings))
        self.findings = findings


class UnreadableResultError(ValueError):
    """A stored result that is none."""

    def __init__(self, reason: Text) -> None:
        super().__init__(f"{reason.zh} / {reason.en}")
        self.zh, self.en = reason


def recompute(study: bytes, result: bytes | None = None) -> Recomputation:
    """Recompute a study from its bytes and compare with the bytes of its stored result.

    Raises UnreadableStudyError, UnreadableResultError, EngineError.
    """
    reading = read_study(study)
    if reading.study is None:
        raise UnreadableStudyError(reading.findings)
    made = make_result(reading.study)
    stored = _stored(result) if result is not None else None
    new = json.loads(result_bytes(made))
    differences = () if stored is None else tuple(_kept(_differences(stored, new, "")))
    return Recomputation(
        same=not differences,
        differences=differences,
        result=made,
        engine="" if stored is None else str(stored.get("engine", "")),
        engine_now=ENGINE,
        canonical=study == study_bytes(reading.study),
    )


def _stored(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
        if not isinstance(value, dict):
            raise UnreadableResultError(Text("结果文件不是 JSON 对象", "the result file is no JSON object"))
        Result.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/" + "/".join(str(part) for part in first["loc"])
        raise UnreadableResultError(
            Text(f"结果文件不符合格式：{place}", f"the result file does not have its shape: {place} {first['msg']}")
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnreadableResultError(Text("结果文件不是 JSON", f"the result file is no JSON: {error}")) from None
    return value


def _kept(differences: Iterator[Difference]) -> Iterator[Difference]:
    return (difference for difference in differences if difference.pointer not in _NOT_COMPARED)


def _differences(stored: Any, new: Any, pointer: str) -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(new, dict):
        for key in sorted(stored.keys() | new.keys()):
            yield from _differences(stored.get(key, _MISSING), new.get(key, _MISSING), f"{pointer}/{key}")
    elif isinstance(stored, list) and isinstance(new, list):
        for n in range(max(len(stored), len(new))):
            old = stored[n] if n < len(stored) else _MISSING
            yield from _differences(old, new[n] if n < len(new) else _MISSING, f"{pointer}/{n}")
    elif stored != new or isinstance(stored, bool) != isinstance(new, bool):
        yield Difference(pointer, _shown(stored), _shown(new))


_MISSING = object()


def _shown(value: Any) -> str:
    return ABSENT if value is _MISSING else json.dumps(value, ensure_ascii=False)
