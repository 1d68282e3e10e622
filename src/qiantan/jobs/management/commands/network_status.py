"""`manage.py network_status`: what the operator of the provincial network looks at."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from qiantan.core.findings import Text
from qiantan.registry.network.queries import Health, health

TROUBLE = 1
MINUTE, HOUR, DAY = 60, 3600, 86400


class Command(BaseCommand):
    """Say how the network stands."""

    help = "Snapshot, store, pending changes, work under way and failures of the network. Exit code 1 when in trouble."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language and the form of the answer."""
        parser.add_argument("--language", default="zh", choices=["zh", "en"])
        parser.add_argument("--json", action="store_true", dest="as_json", help="for programs")

    def handle(self, *, language: str = "zh", as_json: bool = False, **options: Any) -> None:  # noqa: ARG002
        """Print it; end with 1 where the store, the snapshot or the last rebuild is in trouble."""
        now = timezone.now()
        found = health(now)
        if as_json:
            self.stdout.write(json.dumps(_said(found, now), ensure_ascii=False, indent=2))
        else:
            for name, value in _lines(found, now):
                self.stdout.write(f"{name.in_language(language)}: {value.in_language(language)}")
        if _in_trouble(found):
            raise SystemExit(TROUBLE)


def _in_trouble(found: Health) -> bool:
    """Whether the operator has to do something: no snapshot is fine as long as nothing waits for one."""
    standing = found.standing
    lost = standing.snapshot is not None and not found.kept
    failed = standing.last is not None and standing.last.state == "failed"
    return bool(found.store_fault) or lost or failed


def _said(found: Health, now: datetime) -> dict[str, Any]:
    snapshot, last = found.standing.snapshot, found.standing.last
    return {
        "trouble": _in_trouble(found),
        "store": {"place": found.place, "fault": found.store_fault},
        "snapshot": None
        if snapshot is None
        else {
            "digest": snapshot.digest,
            "kept": found.kept,
            "bytes": found.size,
            "age_seconds": round((now - snapshot.made_at).total_seconds()),
            "studies": snapshot.studies,
            "products": snapshot.products,
            "processes": snapshot.processes,
            "exchanges": snapshot.exchanges,
            "rebuild_seconds": snapshot.seconds,
        },
        "pending_changes": found.standing.pending,
        "last_rebuild": None
        if last is None
        else {"state": last.state, "phase": last.phase_en, "done": last.done, "total": last.total},
        "inquiries": [
            {"id": str(one.public_id), "kind": one.kind, "state": one.state, "done": done, "total": total}
            for one, done, total in found.inquiries
        ],
        "failures": [
            {"at": one.finished_at.isoformat(), "zh": one.message_zh, "en": one.message_en} for one in found.failures
        ],
    }


def _lines(found: Health, now: datetime) -> list[tuple[Text, Text]]:
    standing = found.standing
    lines = [(Text("存储", "store"), _same(found.place))]
    if found.store_fault:
        lines.append((Text("存储故障", "store fault"), _same(found.store_fault)))
    lines += _snapshot_lines(found, now)
    lines.append((Text("尚未纳入的变更", "pending changes"), _same(str(standing.pending))))
    if standing.last is not None:
        last = standing.last
        counted = f" {last.done} / {last.total}" if last.total else ""
        lines.append(
            (
                Text("最近一次重建", "last rebuild"),
                Text(
                    f"{last.state_label.zh} {last.phase.zh}{counted}".strip(),
                    f"{last.state_label.en} {last.phase.en}{counted}".strip(),
                ),
            )
        )
    for one, done, total in found.inquiries:
        name = Text(f"{one.kind_label.zh} {one.public_id}", f"{one.kind_label.en} {one.public_id}")
        lines.append((name, Text(f"{one.state_label.zh} {done} / {total}", f"{one.state_label.en} {done} / {total}")))
    lines += [
        (
            Text(f"失败 {one.finished_at:%Y-%m-%d %H:%M}", f"failed {one.finished_at:%Y-%m-%d %H:%M}"),
            Text(one.message_zh, one.message_en),
        )
        for one in found.failures
    ]
    return lines


def _snapshot_lines(found: Health, now: datetime) -> list[tuple[Text, Text]]:
    snapshot = found.standing.snapshot
    if snapshot is None:
        return [(Text("快照", "snapshot"), Text("尚未建立", "none yet"))]
    zh, en = _age(round((now - snapshot.made_at).total_seconds()))
    size = "?" if found.size is None else f"{found.size / 1e6:,.1f} MB"
    there = Text("完好" if found.kept else "不在存储中", "kept" if found.kept else "not in the store")
    return [
        (
            Text("快照", "snapshot"),
            Text(
                f"{snapshot.digest[:16]}（{there.zh}，{size}，{zh}前）",
                f"{snapshot.digest[:16]} ({there.en}, {size}, {en} old)",
            ),
        ),
        (
            Text("内容", "content"),
            Text(
                f"{snapshot.studies:,} 份研究，{snapshot.products:,} 个产品，{snapshot.processes:,} 个过程，"
                f"{snapshot.exchanges:,} 条清单项，重建用时 {snapshot.seconds:.1f} 秒",
                f"{snapshot.studies:,} studies, {snapshot.products:,} products, {snapshot.processes:,} processes, "
                f"{snapshot.exchanges:,} exchanges, rebuilt in {snapshot.seconds:.1f} s",
            ),
        ),
    ]


def _age(seconds: int) -> tuple[str, str]:
    for unit, zh, en in ((DAY, "天", "days"), (HOUR, "小时", "hours"), (MINUTE, "分钟", "minutes")):
        if seconds >= unit:
            return f"{seconds // unit} {zh}", f"{seconds // unit} {en}"
    return f"{seconds} 秒", f"{seconds} s"


def _same(text: str) -> Text:
    return Text(text, text)
