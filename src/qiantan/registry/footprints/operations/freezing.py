"""Freezing: activity data become one study that never changes again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from qiantan.core.findings import blocking
from qiantan.core.proofs import digests
from qiantan.core.study.bytes import study_bytes
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.footprints.composing import checked, compose_activity
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.footprints.operations.calculating import run_of
from qiantan.registry.footprints.permissions import check_can_edit
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.operations import mark_frozen
from qiantan.registry.products.operations.filling import locked


@transaction.atomic
def freeze_study(*, activity: ActivityRecord, by: User, at: datetime) -> FrozenStudy:
    """Freeze the study of activity data and queue its run; a second click returns the same study.

    Raises `Invalid` with every blocking finding of the answers and of the conformity checks.
    """
    check_can_edit(viewer_of(by), activity.product.organisation_id)
    activity = locked(activity)
    if not activity.is_open:
        return (
            FrozenStudy.objects.filter(activity=activity).select_related("activity__product__organisation").latest("pk")
        )
    composed = checked(compose_activity(activity))
    stopping = blocking(composed.findings)
    if composed.study is None or stopping:
        raise Invalid(stopping or composed.findings)
    content = study_bytes(composed.study)
    both = digests(content)
    known = FrozenStudy.objects.filter(activity=activity, sha256=both.sha256).first()
    if known:
        mark_frozen(activity=activity, by=by, at=at)
        return known
    study = _keep(activity, composed.study.title, content, by=by, at=at)
    mark_frozen(activity=activity, by=by, at=at)
    product = activity.product
    record(
        kind="study.frozen",
        subject=str(study.public_id),
        organisation=product.organisation,
        body={
            "product": str(product.public_id),
            "activity": str(activity.public_id),
            "sha256": both.sha256,
            "sm3": both.sm3,
            "rule": f"{composed.study.rule.id}@{composed.study.rule.version}",
            "rule_sha256": composed.study.rule.sha256,
            "gwp_set": composed.study.gwp_set.id,
        },
        by=by,
        at=at,
    )
    run_of(study, by=by, at=at)
    return study


def _keep(activity: ActivityRecord, title: str, content: bytes, *, by: User, at: datetime) -> FrozenStudy:
    both = digests(content)
    try:
        with transaction.atomic():
            return FrozenStudy.objects.create(
                product=activity.product,
                activity=activity,
                activity_version=activity.version,
                title=title,
                content=content,
                sha256=both.sha256,
                sm3=both.sm3,
                frozen_by=by,
                frozen_at=at,
            )
    except IntegrityError as error:
        raise WrongState(
            "同一份研究已在另一产品下冻结，请检查是否重复填报。",
            "The very same study is frozen for another product; please check whether it was filled in twice.",
        ) from error
