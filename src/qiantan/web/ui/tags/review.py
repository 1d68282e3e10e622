"""Tags for review: findings, threads, comparisons."""

from collections.abc import Sequence

from django import template

from qiantan.core.findings.finding import Finding
from qiantan.web.ui.parts import Change, FindingView, Remark
from qiantan.web.ui.wording import finding_view

register = template.Library()


@register.inclusion_tag("ui/components/finding_list.html")
def finding_list(findings: Sequence[Finding | FindingView], label: str = "") -> dict[str, object]:
    """List findings by severity, each with what was found, what is expected, an example and the remedy."""
    views = [item if isinstance(item, FindingView) else finding_view(item) for item in findings]
    groups = [(severity, [view for view in views if view.severity == severity]) for severity in _ORDER]
    return {"groups": [group for group in groups if group[1]], "label": label, "count": len(views)}


@register.inclusion_tag("ui/components/finding_thread.html")
def finding_thread(finding: FindingView, remarks: Sequence[Remark], state: str = "") -> dict[str, object]:
    """Show a finding with what was asked and answered about it."""
    return {"finding": finding, "remarks": remarks, "state": state}


@register.inclusion_tag("ui/components/diff_view.html")
def diff_view(changes: Sequence[Change], before: str = "", after: str = "") -> dict[str, object]:
    """Compare two versions line by line."""
    return {"changes": changes, "before": before, "after": after}


_ORDER = ("blocking", "warning", "note")
