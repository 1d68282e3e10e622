"""Print one line per claim; exit 1 when one is missed.

    python -m benchmarks [--write] [bench_name …]

Without names every ``bench_*`` module of this folder runs, in name order. ``--write`` also writes the claims, with the
machine they were measured on, to ``docs/reference/performance.md``.
"""

import importlib
import os
import pkgutil
import platform
import sys
from importlib.metadata import version
from pathlib import Path

import benchmarks
from benchmarks.claim import Claim

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "performance.md"
HEAD = "claim | ours | peer or limit | ratio | goal | met"


def main(arguments: list[str]) -> int:
    """Run the named modules; return the exit code."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    known = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    chosen = names or [name for name in known if name.startswith("bench_")]
    print(HEAD)
    claims: list[Claim] = []
    for name in chosen:
        for claim in importlib.import_module(f"benchmarks.{name}").measure():
            print(claim.line(), flush=True)
            claims.append(claim)
    if "--write" in arguments:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(claims, chosen), encoding="utf-8")
    return int(any(not claim.met for claim in claims))


def page(claims: list[Claim], modules: list[str]) -> str:
    """The results page: what was run, on what, every claim, met or not, and what modules say of their ``LIMITS``."""
    rows = "\n".join(f"| {claim.line()} |" for claim in claims)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "numba"))
    told = [getattr(importlib.import_module(f"benchmarks.{name}"), "LIMITS", "") for name in modules]
    limits = "\n## Where the limits lie\n\n" + "\n\n".join(filter(None, told)) + "\n" if any(told) else ""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"""# Performance

Written by `python -m benchmarks --write {" ".join(modules)}`; do not edit. Ratios are what counts: both sides ran in the
same run on the same machine. What is extrapolated says so. A claim that is not met says NO.

Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}; Python
{platform.python_version()}, {libraries}. Load average at the end of the run: {load} (above the number of cores, other
work slowed both sides, though not always alike).

| {HEAD} |
| --- | --- | --- | --- | --- | --- |
{rows}
{limits}"""


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
