"""Asking what takes long: an inquiry is queued as jobs that any worker may do, in any order.

Nothing of the record changes, so nothing goes into the ledger.
"""

from collections.abc import Mapping
from datetime import datetime
from math import isfinite

from django.db import transaction
from procrastinate.contrib.django import app

from qiantan.core.findings import Finding, Severity, Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.network.models import Chunk, Inquiry, KnownFactor, Snapshot
from qiantan.registry.network.permissions import check_can_analyse
from qiantan.registry.network.states import INQUIRY_MOVES, OPEN_INQUIRY, InquiryKind, InquiryState

DRAW_JOB, ANSWER_JOB = "qiantan.draw_chunk", "qiantan.answer_inquiry"
CHUNK = 64  # draws; `core.province.drawn` does sixteen at a time
LEAST_DRAWS, MOST_DRAWS = CHUNK, 16_384
MOST_SEED = 2**31 - 1
MOST_FACTORS = 50
ATTEMPTS = 3
GAVE_UP = Text(
    "处理该任务的进程多次意外中断，已停止。已完成的部分保留，可点“继续”再试；若仍不成功，请联系系统管理员。",
    "The process working on this ended unexpectedly several times. What is done is kept: try to go on, or ask the operator.",
)


@transaction.atomic
def queue_spread(*, draws: int, seed: int, by: User, at: datetime) -> Inquiry:
    """Have the spread of every product drawn. Raises Invalid for a number of draws or a seed that cannot be."""
    check_can_analyse(viewer_of(by))
    found = []
    if not (LEAST_DRAWS <= draws <= MOST_DRAWS and draws % CHUNK == 0):
        found.append(
            _fault(
                Text(
                    f"抽样次数应为 {LEAST_DRAWS} 到 {MOST_DRAWS} 之间 {CHUNK} 的倍数，现为 {draws}，例如 1024。",
                    f"The number of draws is a multiple of {CHUNK} from {LEAST_DRAWS} to {MOST_DRAWS}, as in 1024; found "
                    f"{draws}.",
                )
            )
        )
    if not 0 <= seed <= MOST_SEED:
        found.append(
            _fault(
                Text(
                    f"随机种子应为 0 到 {MOST_SEED} 的整数，现为 {seed}。",
                    f"A seed is from 0 to {MOST_SEED}; found {seed}.",
                )
            )
        )
    if found:
        raise Invalid(found)
    inquiry = _created(InquiryKind.SPREAD, {"seed": seed, "draws": draws}, by, at)
    Chunk.objects.bulk_create([Chunk(inquiry=inquiry, first=first) for first in range(0, draws, CHUNK)])
    _defer(inquiry)
    return inquiry


@transaction.atomic
def queue_impact(*, changes: Mapping[str, float], by: User, at: datetime) -> Inquiry:
    """Have the answer to changed factors (id → value) computed and kept. Raises Invalid for factors no study pins and
    values that are no numbers, all at once.
    """
    check_can_analyse(viewer_of(by))
    pinned = set(KnownFactor.objects.filter(factor__in=list(changes)).values_list("factor", flat=True))
    found = [
        _fault(Text(f"网络中没有研究使用因子“{one}”。", f"No study of the network uses factor '{one}'."))
        for one in changes
        if one not in pinned
    ]
    found += [
        _fault(Text(f"因子“{one}”的数值不是数字：{value}。", f"The value of factor '{one}' is no number: {value}."))
        for one, value in changes.items()
        if not isfinite(value)
    ]
    if not 1 <= len(changes) <= MOST_FACTORS:
        found.append(
            _fault(
                Text(
                    f"一次可改 1 到 {MOST_FACTORS} 个因子，现为 {len(changes)} 个。",
                    f"One to {MOST_FACTORS} factors are changed at once; found {len(changes)}.",
                )
            )
        )
    if found:
        raise Invalid(found)
    inquiry = _created(InquiryKind.IMPACT, {"changes": dict(changes)}, by, at)
    _defer(inquiry)
    return inquiry


@transaction.atomic
def cancel_inquiry(*, inquiry: Inquiry, by: User, at: datetime) -> Inquiry:
    """Stop an inquiry: workers leave it after the sixteen draws they are at; chunks that are done stay for a retry."""
    check_can_analyse(viewer_of(by))
    inquiry = _locked(inquiry)
    move(inquiry, InquiryState.CANCELLED)
    inquiry.finished_at = max(at, inquiry.started_at or at)
    inquiry.save()
    return inquiry


@transaction.atomic
def retry_inquiry(*, inquiry: Inquiry, by: User, at: datetime) -> Inquiry:  # noqa: ARG001 - every operation is told when
    """Go on with an inquiry that failed or was cancelled, from the chunks that are done."""
    check_can_analyse(viewer_of(by))
    inquiry = _locked(inquiry)
    move(inquiry, InquiryState.QUEUED)
    inquiry.message_zh = inquiry.message_en = ""
    inquiry.started_at = inquiry.finished_at = None
    inquiry.save()
    inquiry.chunks.update(attempts=0)
    _defer(inquiry)
    return inquiry


@transaction.atomic
def fail_inquiry(*, public_id: str, message: Text, at: datetime) -> None:
    """End an inquiry badly, with a sentence for the analyst (called by the worker); one that has ended stays as it is."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(public_id=public_id)
    if inquiry.state not in OPEN_INQUIRY:
        return
    move(inquiry, InquiryState.FAILED)
    inquiry.message_zh, inquiry.message_en = message
    inquiry.finished_at = max(at, inquiry.started_at or at)
    inquiry.save()


@transaction.atomic
def recover_chunk(*, public_id: str, first: int | None, at: datetime) -> None:
    """Queue the work of a worker that died once more (`first` is none for the answer); after three times give up."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(public_id=public_id)
    if inquiry.state not in OPEN_INQUIRY:
        return
    chunk = None if first is None else Chunk.objects.get(inquiry=inquiry, first=first)
    if chunk is not None and chunk.content is not None:
        return
    if chunk is not None and chunk.attempts >= ATTEMPTS:
        fail_inquiry(public_id=public_id, message=GAVE_UP, at=at)
    elif chunk is not None:
        app.configure_task(DRAW_JOB, allow_unknown=True).defer(inquiry_id=public_id, first=chunk.first)
    else:
        defer_answer(inquiry)


def move(inquiry: Inquiry, state: InquiryState) -> None:
    """Let an inquiry go on to a state; raises WrongState."""
    if state not in INQUIRY_MOVES[InquiryState(inquiry.state)][1]:
        label = inquiry.state_label
        raise WrongState(
            f"该提问{label.zh}，不能进行此操作。", f"The inquiry is “{label.en.lower()}”; this cannot be done now."
        )
    inquiry.state = state.value


def defer_answer(inquiry: Inquiry) -> None:
    """Queue the job that puts the answer together."""
    app.configure_task(ANSWER_JOB, allow_unknown=True).defer(inquiry_id=str(inquiry.public_id))


def _created(kind: InquiryKind, question: Mapping[str, object], by: User, at: datetime) -> Inquiry:
    snapshot = Snapshot.objects.order_by("-pk").first()
    if snapshot is None:
        raise WrongState("网络尚未建立，请先重建网络。", "There is no network yet; have it rebuilt first.")
    return Inquiry.objects.create(
        kind=kind.value,
        question=dict(question),
        snapshot=snapshot.digest,
        products=snapshot.products,
        by=by,
        created_at=at,
    )


def _defer(inquiry: Inquiry) -> None:
    """Queue what is left to do: chunks without content, or the answer."""
    left = list(inquiry.chunks.filter(content=None).order_by("first").values_list("first", flat=True))
    if not left:
        defer_answer(inquiry)
        return
    job = app.configure_task(DRAW_JOB, allow_unknown=True)
    job.batch_defer(*({"inquiry_id": str(inquiry.public_id), "first": first} for first in left))


def _locked(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)


def _fault(message: Text) -> Finding:
    return Finding(code="NETWORK-QUESTION", severity=Severity.BLOCKING, place="", message=message)
