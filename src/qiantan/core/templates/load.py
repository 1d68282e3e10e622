"""The one reader of product templates: ``rulebook/products/<id>/template.yaml`` → `Template`.

Parts that every template shares (the basic questions, the columns of a purchase, how a truck or a fuel is counted)
stand once in ``products/parts.yaml``; ``{part: name, …}`` puts a part in its place, further keys override it. Reading
is lazy and cached; nothing is read at import.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from pydantic import ValidationError

from qiantan.core.rules.load import RulebookError, digest_of, read_file, rulebook_root
from qiantan.core.study.shape import Pin
from qiantan.core.templates.activity import ActivityData, from_json
from qiantan.core.templates.schema import ExchangePlan, Field, Template
from qiantan.core.templates.scoring import Scoring

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def template_ids() -> tuple[str, ...]:
    """Return the ids of all templates, in order."""
    folders = (folder for folder in _products().iterdir() if folder.is_dir())
    return tuple(sorted(folder.name for folder in folders if (folder / "template.yaml").is_file()))


@cache
def template(template_id: str) -> Template:
    """Return a template; `LookupError` names the known ones, `RulebookError` lists every fault of the file."""
    if template_id not in template_ids():
        raise LookupError(f"no template {template_id}; there are {', '.join(template_ids())}")
    path = _products() / template_id / "template.yaml"
    try:
        read = Template.model_validate(_expand(_yaml(path), _parts(), path))
    except ValidationError as error:
        shape = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise RulebookError(f"{path}: " + "; ".join(shape)) from None
    if loose := tuple(loose_ends(read)):
        raise RulebookError(f"{path}: " + "; ".join(loose))
    return read


@cache
def example(template_id: str) -> ActivityData:
    """Return the worked example of a template: a published case, what it does not say marked as an assumption."""
    path = _products() / template_id / "example.yaml"
    if not path.is_file():
        raise LookupError(f"no example for {template_id}")
    return from_json(_yaml(path))


@cache
def scoring() -> Scoring:
    """Return the rule for default scores of data quality and uncertainty."""
    return read_file(Scoring, rulebook_root() / "quality" / "scores.yaml", "quality")


def template_pin(plan: Template) -> Pin:
    """Return the exact edition of a template: id, version, SHA-256 of its canonical bytes."""
    return Pin(id=plan.id, version=str(plan.version), sha256=digest_of(plan))


def planned_fields(plan: Template) -> frozenset[str]:
    """Return the ids of all fields that some process reads."""
    outputs = (field for process in plan.processes for o in process.outputs for field in (o.field, o.key_field))
    inputs = (field for process in plan.processes for exchange in process.exchanges for field in _asked(exchange))
    return frozenset(field for field in (*outputs, *inputs) if field)


def loose_ends(plan: Template) -> Iterator[str]:
    """Yield every reference of a template that leads nowhere, and every name that stands twice."""
    once = {field.id: field for section in plan.sections if section.kind == "fields" for field in section.fields}
    rows = {section.id: {f.id: f for f in section.fields} for section in plan.sections if section.kind == "rows"}
    flows = {(process.id, output.flow) for process in plan.processes for output in process.outputs}
    yield from _twice(plan)
    for process in plan.processes:
        for output in process.outputs:
            yield from _unknown(output.flow, output.rows, {output.field, output.key_field} - {None}, (once, rows))
        for exchange in process.exchanges:
            yield from _unknown(exchange.id, exchange.rows, _asked(exchange), (once, rows))
            yield from _no_choices(exchange, once | rows.get(exchange.rows or "", {}))
            supply = exchange.supply
            if supply.process and (supply.process, supply.flow) not in flows:
                yield f"{exchange.id}: no process {supply.process} with an output {supply.flow}"
    for field in (*once.values(), *(field for columns in rows.values() for field in columns.values())):
        if field.range and not field.range.absolute and not field.range.unit:
            yield f"{field.id}: a range per output names its unit"
    for balance in plan.balances:
        for name in (*balance.gains, *balance.uses):
            section, _, column = name.rpartition(".")
            if column not in (rows.get(section, {}) if section else once):
                yield f"{balance.id}: no field {name}"


_Fields = dict[str, Field]


def _unknown(
    owner: str, section: str | None, asked: AbstractSet[str | None], fields: tuple[_Fields, dict[str, _Fields]]
) -> Iterator[str]:
    once, rows = fields
    if section is not None and section not in rows:
        yield f"{owner}: no rows section {section}"
        return
    for name in sorted(filter(None, asked)):
        if name not in once and name not in rows.get(section or "", {}):
            yield f"{owner}: no field {name}"


def _no_choices(plan: ExchangePlan, fields: _Fields) -> Iterator[str]:
    """Yield the keys of a plan that its choice fields do not offer."""
    chosen = ((plan.supply.choose, tuple(plan.supply.by_choice)),) if plan.supply.choose else ()
    for name, keys in (*plan.where.items(), *chosen):
        offered = {choice.key for choice in fields[name].choices} if name in fields else set(keys)
        yield from (f"{plan.id}: {name} offers no choice {key}" for key in keys if key not in offered)


def _asked(plan: ExchangePlan) -> set[str | None]:
    """Return the ids of all fields a plan reads."""
    supply = plan.supply
    return {
        *(plan.field, *plan.where, *plan.unless, plan.only_with, plan.name_field, plan.note_field),
        *(plan.cut_off_field, plan.estimate_field, plan.certificate_field),
        *(supply.choose, supply.own_factor, supply.own_factor_source),
        *(supply.library_factor, supply.library_factor_reason),
        *(name for p in supply.parameters.values() for name in (p.field, p.only_with, p.unless)),
    }


def _twice(plan: Template) -> Iterator[str]:
    names = [
        *(section.id for section in plan.sections),
        *(field.id for section in plan.sections if section.kind == "fields" for field in section.fields),
    ]
    made = [*(p.id for p in plan.processes), *(x.id for p in plan.processes for x in p.exchanges)]
    yield from sorted({f"{name} stands twice" for kind in (names, made) for name in kind if kind.count(name) > 1})


def _products() -> Traversable:
    return rulebook_root() / "products"


@cache
def _parts() -> dict[str, Any]:
    parts: dict[str, Any] = _yaml(_products() / "parts.yaml")
    return parts


def _yaml(path: Traversable) -> Any:
    return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - the safe loader, in C where there is one


def _expand(value: Any, parts: Mapping[str, Any], path: Traversable) -> Any:
    """Return the value with every ``{part: name, …}`` replaced by the part of that name."""
    if isinstance(value, list):
        return [_expand(item, parts, path) for item in value]
    if not isinstance(value, dict):
        return value
    own = {key: _expand(item, parts, path) for key, item in value.items() if key != "part"}
    if "part" not in value:
        return own
    if value["part"] not in parts:
        raise RulebookError(f"{path}: products/parts.yaml has no part {value['part']}")
    shared = _expand(parts[value["part"]], parts, path)
    return shared | own if own else shared
