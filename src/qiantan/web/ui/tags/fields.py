"""Tags for forms: fields with label, help, unit and error; summaries; evidence."""

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """List every error of a form on top of it, each linked to its field."""
    errors = [
        (form[name].label, f"#{form[name].id_for_label or form[name].auto_id}", list(messages))
        for name, messages in form.errors.items()
        if name != "__all__"
    ]
    return {"errors": errors, "general": list(form.non_field_errors())}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Show one field of a form with label, help and errors."""
    return bound.as_field_group()


@register.inclusion_tag("ui/components/quantity_field.html")
def quantity_field(
    value: BoundField,
    unit: BoundField | None = None,
    *,
    unit_text: str = "",
    last_year: str = "",
    typical: str = "",
    echo: str = "",
    finding: str = "",
    note: str = "",
) -> dict[str, object]:
    """Show a figure with its unit, last year's value, the typical range, what was understood, and what is wrong."""
    return {
        "value": value,
        "unit": unit,
        "unit_text": unit_text,
        "last_year": last_year,
        "typical": typical,
        "echo": echo,
        "finding": finding,
        "note": note,
    }


@register.inclusion_tag("ui/components/evidence.html", takes_context=True)
def evidence(
    context: template.Context, files: list[object], url: str = "", field_id: str = "evidence", accept: str = ""
) -> dict[str, object]:
    """List evidence files and offer to add one; a file is kept under the digest of its content."""
    return {
        "files": files,
        "url": url,
        "field_id": field_id,
        "accept": accept,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_block_tag
def filter_bar(content: str, action: str = "", target: str = "", reset: str = "") -> SafeString:
    """Wrap the fields that filter a list; a plain GET form that htmx speeds up."""
    values = {"content": content, "action": action, "target": target, "reset": reset}
    return mark_safe(template.loader.render_to_string("ui/components/filter_bar.html", values))  # noqa: S308 - a template's own output
