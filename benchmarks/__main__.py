"""Print one line per claim; exit 1 when one is missed."""

import importlib
import pkgutil
import sys
from pathlib import Path

import benchmarks


def main() -> int:
    """Run every ``bench_*`` module of this folder in name order."""
    print("claim | ours | peer or limit | ratio | goal | met")
    missed = 0
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda one: one.name):
        if not module.name.startswith("bench_"):
            continue
        for claim in importlib.import_module(f"benchmarks.{module.name}").measure():
            print(claim.line(), flush=True)
            missed += not claim.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
