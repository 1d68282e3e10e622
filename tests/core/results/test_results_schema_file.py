"""The published JSON Schemas."""

from importlib import resources

from qiantan.core.results.schema_file import schema_files


def test_the_published_schemas_are_current():
    """If this fails: run ``make schemas`` and commit."""
    folder = resources.files("qiantan.rulebook") / "schemas"
    assert {name: (folder / name).read_text(encoding="utf-8") for name in schema_files()} == schema_files()
