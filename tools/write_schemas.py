"""Write the published JSON Schemas into the rulebook; with ``--check`` only say whether they are current."""

import sys
from pathlib import Path

from qiantan.core.results.schema_file import schema_files

FOLDER = Path(__file__).resolve().parents[1] / "src" / "qiantan" / "rulebook" / "schemas"


def main() -> int:
    """Write or check; 1 where a committed schema is out of date."""
    FOLDER.mkdir(exist_ok=True)
    stale = [name for name, text in schema_files().items() if _on_disk(name) != text]
    if "--check" in sys.argv[1:]:
        print("\n".join(f"{name} is out of date: run make schemas" for name in stale) or "schemas are current")
        return 1 if stale else 0
    for name in stale:
        (FOLDER / name).write_text(schema_files()[name], encoding="utf-8")
        print(f"wrote {name}")
    return 0


def _on_disk(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
