"""Compare cutting Chinese into pairs of characters with cutting it by a dictionary, on the questions clerks type.

uv run --with jieba --python .venv/bin/python python tools/compare_segmentations.py

Both cuts go through the same index and the same ranking; only the words of Chinese text differ. Prints recall within five
rows and mean reciprocal rank for each, and what each misses. The dictionary is no library of this system.
"""

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiantan.config.settings.test")
os.environ.setdefault("QIANTAN_VAR", str(ROOT / "var" / "segmentations"))


def main() -> int:
    """Measure both cuts, each in a database of its own that is dropped afterwards."""
    import django
    from django.test.utils import setup_databases, teardown_databases

    django.setup()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        for name, cut in (("pairs of characters", None), ("dictionary (jieba)", _dictionary())):
            recall, rank, missed = _measured(cut)
            print(f"{name}: recall@5 {recall:.3f}, MRR {rank:.3f}, missed: {', '.join(missed) or 'none'}")
    finally:
        teardown_databases(made, verbosity=0)
    return 0


def _dictionary() -> Callable[[str], tuple[str, ...]]:
    warnings.simplefilter("ignore")
    import jieba

    jieba.setLogLevel(40)
    return lambda run: tuple(dict.fromkeys(jieba.cut_for_search(run)))


def _measured(cut: Callable[[str], tuple[str, ...]] | None) -> tuple[float, float, list[str]]:
    from django.db import transaction
    from tests.factories.records import AT
    from tests.registry.test_factors_recall import WANTED, measure

    from qiantan.registry.factors import segments
    from qiantan.registry.factors.operations import load_rulebook_factors

    usual: Any = segments.pairs
    segments.pairs = cut or usual
    with transaction.atomic():
        load_rulebook_factors(at=AT)
        measured = {str(one["q"]): measure(one) for one in WANTED}
        transaction.set_rollback(True)
    segments.pairs = usual
    count = len(measured)
    missed = [text for text, (recall, _) in measured.items() if recall == 0]
    return sum(one for one, _ in measured.values()) / count, sum(one for _, one in measured.values()) / count, missed


if __name__ == "__main__":
    sys.exit(main())
