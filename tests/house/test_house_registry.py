"""The registry keeps its shape: relations point down, every app has its files, every state has an owner."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

APPS = (
    "accounts",
    "ledger",
    "tasks",
    "notices",
    "factors",
    "submissions",
    "typical",
    "products",
    "matching",
    "footprints",
    "network",
)
REGISTRY = Path(__file__).resolve().parents[2] / "src" / "qiantan" / "registry"
FLOOR = {name: floor for floor, name in enumerate(APPS)}
MOVES = [
    ("tasks", "MOVES"),
    ("typical", "CALL_MOVES"),
    ("typical", "CONTRIBUTION_MOVES"),
    ("typical", "RELEASE_MOVES"),
    ("factors", "VALUE_MOVES"),
    ("submissions", "MOVES"),
    ("submissions", "DRAFT_MOVES"),
    ("products", "ACTIVITY_MOVES"),
    ("products", "IMPORT_MOVES"),
    ("matching", "LINE_MOVES"),
    ("network", "REBUILD_MOVES"),
    ("network", "INQUIRY_MOVES"),
]


def test_relations_point_down_only():
    upward = [
        f"{model.__name__}.{field.name}"
        for name in APPS
        for model in apps.get_app_config(name).get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model._meta.app_label in FLOOR
        and FLOOR[field.related_model._meta.app_label] > FLOOR[name]
    ]
    assert upward == []


@pytest.mark.parametrize("name", APPS)
def test_every_app_has_its_files(name):
    present = {path.stem for path in (REGISTRY / name).iterdir()}
    assert {"states", "models", "permissions", "queries", "operations", "README"} <= present


@pytest.mark.parametrize(("app", "table"), MOVES)
def test_no_state_lacks_an_owner_or_a_way_in(app, table):
    moves = getattr(import_module(f"qiantan.registry.{app}.states"), table)
    states = type(next(iter(moves)))
    assert set(moves) == set(states)
    first = next(iter(states))
    reached = {state for _, ways in moves.values() for state in ways}
    assert set(states) - reached <= {first}
    assert all((owner == "nobody") == (not ways) for owner, ways in moves.values())


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
