"""The published JSON Schemas of the study and the result document, made from their one definition in Python."""

import json
from typing import Any

from qiantan.core.results.document import Result
from qiantan.core.study.document import Study


def schema_files() -> dict[str, str]:
    """Return the text of each schema file by its name in ``rulebook/schemas``."""
    return {
        "study.schema.json": _text("qiantan.study/1", Study.model_json_schema(by_alias=True)),
        "result.schema.json": _text("qiantan.result/1", Result.model_json_schema(by_alias=True)),
    }


def _text(name: str, schema: dict[str, Any]) -> str:
    full = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:{name.replace('/', ':')}"} | schema
    return json.dumps(full, ensure_ascii=False, indent=1) + "\n"
