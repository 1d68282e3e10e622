"""Counting the board: a few statements over all rows, however many studies there are."""

from django.db import connection, transaction

from qiantan.core.province.uses import StandIn
from qiantan.core.rules import load
from qiantan.core.rules.gaps import oldest, ranking, reasons, uncertainty
from qiantan.registry.gaps.models import BillWant, Gap, Laid
from qiantan.registry.gaps.models import StandIn as KeptStandIn
from qiantan.registry.matching.states import LineState

BATCH = 1000
MARK_NEWEST = """
UPDATE gaps_laid SET newest = (gaps_laid.study_id = top.study_id)
FROM (SELECT product_id, max(study_id) AS study_id FROM gaps_laid GROUP BY product_id) AS top
WHERE top.product_id = gaps_laid.product_id AND gaps_laid.newest IS DISTINCT FROM (gaps_laid.study_id = top.study_id)
"""
# A product asks once for one thing, however many exchanges want it: shares of one study are added up first.
COUNT = """
INSERT INTO gaps_gap (want_id, products, organisations, share, swing, reasons)
SELECT want, count(*), count(DISTINCT organisation_id), sum(share), sum(swing), bit_or(reasons)
FROM (
    SELECT uses.want, laid.organisation_id, laid.study_id,
        sum(uses.share) AS share, sum(uses.share * stand_in.uncertainty) AS swing, bit_or(stand_in.reasons) AS reasons
    FROM gaps_userow AS uses
    JOIN gaps_standin AS stand_in ON stand_in.id = uses.stand_in AND stand_in.reasons <> 0
    JOIN gaps_laid AS laid ON laid.study_id = uses.study AND laid.newest
    GROUP BY uses.want, laid.organisation_id, laid.study_id
) AS asked
GROUP BY want
"""
AFFECTED = """
SELECT count(DISTINCT laid.study_id)
FROM gaps_laid AS laid
JOIN gaps_userow AS uses ON uses.study = laid.study_id
JOIN gaps_standin AS stand_in ON stand_in.id = uses.stand_in AND stand_in.reasons <> 0
WHERE laid.newest
"""
# Drafts of plants, not yet part of any study: only what several organisations wrote leaves the bills.
COUNT_BILLS = """
INSERT INTO gaps_billwant (key, name, products, organisations, unmatched, proxies)
SELECT lower(btrim(line.name)), min(btrim(line.name)), count(DISTINCT product.id),
    count(DISTINCT product.organisation_id), count(*) FILTER (WHERE line.state = %(unmatched)s),
    count(*) FILTER (WHERE line.state = %(proxy)s)
FROM matching_line AS line
JOIN matching_bill AS bill ON bill.id = line.bill_id
JOIN products_activityrecord AS activity ON activity.id = bill.activity_id
JOIN products_product AS product ON product.id = activity.product_id
WHERE line.state IN (%(unmatched)s, %(proxy)s)
GROUP BY lower(btrim(line.name))
HAVING count(DISTINCT product.organisation_id) >= %(organisations)s
"""


def rule_edition() -> str:
    """Return the digest of what decides what is a gap: the rule, and how old a factor may be."""
    return f"{load.digest_of(ranking())[:56]}-{oldest()}"


@transaction.atomic
def count() -> tuple[int, int, int]:
    """Make the board anew; return how many studies and products it covers and how many products have a gap."""
    judge()
    with connection.cursor() as cursor:
        cursor.execute(MARK_NEWEST)
        Gap.objects.all().delete()
        cursor.execute(COUNT)
        cursor.execute(AFFECTED)
        affected = int(cursor.fetchone()[0])
        BillWant.objects.all().delete()
        cursor.execute(
            COUNT_BILLS,
            {
                "unmatched": LineState.REJECTED.value,
                "proxy": LineState.PROXY.value,
                "organisations": ranking().bill_organisations,
            },
        )
    return Laid.objects.count(), Laid.objects.filter(newest=True).count(), affected


def judge() -> None:
    """Say of every stand-in that this rule has not judged why it is a gap and how uncertain it is."""
    rule, years, edition = ranking(), oldest(), rule_edition()
    waiting = list(KeptStandIn.objects.exclude(edition=edition))
    for kept in waiting:
        facts = StandIn(**kept.facts)
        kept.reasons = int(reasons(facts, rule, years))
        kept.uncertainty = uncertainty(facts, rule)
        kept.edition = edition
    KeptStandIn.objects.bulk_update(waiting, ["reasons", "uncertainty", "edition"], batch_size=BATCH)
