"""Tags that show data: tables, cards of figures, status tags, filters, facts."""

from django import template

from qiantan.web.ui.parts import Facet, Progress, Table, Term

register = template.Library()

TONE_ICONS = {"good": "done", "warn": "warning", "bad": "blocking", "info": "info"}


@register.inclusion_tag("ui/components/data_table.html", takes_context=True)
def data_table(context: template.Context, table: Table) -> dict[str, object]:
    """Show a table: heading with the number of rows and export, sticky first column, fixed action column."""
    has_actions = any(row.actions for row in table.rows)
    return {"table": table, "has_actions": has_actions, "request": context.get("request")}


@register.inclusion_tag("ui/components/stat_card.html")
def stat_card(label: str, value: str, unit: str = "", note: str = "", href: str = "") -> dict[str, object]:
    """Show one figure with its name, unit and caliber note; the list behind it at `href`."""
    return {"label": label, "value": value, "unit": unit, "note": note, "href": href}


@register.inclusion_tag("ui/components/status_tag.html")
def status_tag(text: str, tone: str = "neutral", icon: str = "") -> dict[str, object]:
    """Show a state as a word with a mark."""
    return {"text": text, "tone": tone, "icon": icon or TONE_ICONS.get(tone, "")}


@register.inclusion_tag("ui/components/facets.html")
def facets(groups: list[Facet], label: str = "", target: str = "", beside: str = "") -> dict[str, object]:
    """Offer ways to narrow a list; with `target` only that part of the page is fetched, and `beside` along with it."""
    return {"groups": groups, "label": label, "target": target, "beside": beside}


@register.inclusion_tag("ui/components/facts.html")
def facts(terms: list[Term], columns: int = 1) -> dict[str, object]:
    """List names and what stands for them."""
    return {"terms": terms, "columns": columns}


@register.inclusion_tag("ui/components/progress_row.html", takes_context=True)
def progress_row(context: template.Context, job: Progress) -> dict[str, object]:
    """Show a long job; polls itself until it has ended."""
    return {"job": job, "request": context.get("request"), "csrf_token": context.get("csrf_token")}
