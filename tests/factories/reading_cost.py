"""What reading one workbook costs, measured in a process of its own: the peak of children only ever grows."""

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from tests.factories.broken_workbooks import MAKERS
from tests.factories.workbooks import template_of

from qiantan.core.formats.workbook import read


class Cost(NamedTuple):
    """CPU seconds and the highest resident memory in bytes of the parser's process."""

    seconds: float
    memory: int


def reading_cost(key: str) -> Cost:
    """The cost of reading the exhibit ``key``."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as fresh:
        return fresh.submit(_measured, key).result()


def _measured(key: str) -> Cost:
    name, make = MAKERS[key]
    read(name, make(), template_of, ("plant",))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
