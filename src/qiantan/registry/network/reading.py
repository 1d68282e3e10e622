"""The whole network out of the database: three COPYs and the small tables of words."""

from qiantan.core.province.gather import suppliers
from qiantan.core.province.network import Tables
from qiantan.core.province.rows import EXCHANGE, PROCESS, STUDY
from qiantan.registry.network.copying import copy_out
from qiantan.registry.network.laying import EXCHANGES, PROCESSES, known_factors, known_labels, known_quoted
from qiantan.registry.network.models import Member

STUDIES = """
SELECT study_id::integer, product_id::integer, processes, delivering, demand, total, output
FROM network_member ORDER BY study_id
"""


def read_tables() -> Tables:
    """Return everything the network is assembled from."""
    quoted = known_quoted()
    named = Member.objects.filter(sha256__in={one.sha256 for one in quoted.values()})
    units = {sha256: (key, unit) for key, sha256, unit in named.values_list("pk", "sha256", "product_unit")}
    curved = Member.objects.exclude(unforeseen=[]).values_list("pk", "unforeseen")
    return Tables(
        studies=copy_out("", STUDY, source=STUDIES),
        processes=copy_out(PROCESSES, PROCESS),
        exchanges=copy_out(EXCHANGES, EXCHANGE),
        factors=known_factors(),
        labels=known_labels(),
        supplier=suppliers(quoted, units),
        unforeseen=dict(curved),
    )
