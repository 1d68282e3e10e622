"""Tags that lay out a page: icons, heads, cards, notices, steps, tasks, drawers, dialogs, pages."""

import segno
from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qiantan.web.ui.icons import ICONS
from qiantan.web.ui.parts import Link, Moment, Page, Step, TaskItem, Version

register = template.Library()

NOTICE_ICONS = {"info": "info", "good": "done", "warn": "warning", "bad": "blocking", "neutral": "info"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without `label` it is decoration and hidden from screen readers."""
    if name not in ICONS:
        raise KeyError(f"unknown icon {name}: add it to qiantan/web/ui/icons.py")
    address = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="qt-icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, address, name
        )
    return format_html('<svg class="qt-icon" aria-hidden="true"><use href="{}#{}"/></svg>', address, name)


def block(name: str, file: str, **defaults: object) -> None:
    """Register a block tag `name` … `end<name>` whose content and keyword arguments fill a component template."""

    def tag(content: str, **arguments: object) -> SafeString:
        unknown = arguments.keys() - defaults.keys()
        if unknown:
            raise TypeError(f"{name} does not know {', '.join(sorted(unknown))}")
        values = {**defaults, **arguments, "content": mark_safe(content)}  # noqa: S308 - rendered by the template above
        return mark_safe(template.loader.render_to_string(f"ui/components/{file}.html", values))  # noqa: S308 - a template's own output

    register.simple_block_tag(tag, name=name)


block("page_head", "page_head", title="", lead="", eyebrow="")
block("card", "card", title="", href="", more="", tone="", id="", lead="")
block("drawer", "drawer", id="qt-drawer", title="")
block("empty_state", "empty_state", title="", text="", icon="empty")


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Say something about the page in a quiet band."""
    values = {"content": content, "tone": tone, "title": title, "icon": NOTICE_ICONS[tone]}
    return mark_safe(template.loader.render_to_string("ui/components/notice.html", values))  # noqa: S308 - a template's own output


@register.simple_block_tag(takes_context=True)
def confirm(  # noqa: PLR0913 - a dialog is this many words
    context: template.Context,
    content: str,
    *,
    id: str,  # noqa: A002 - the attribute it becomes
    title: str,
    action: str,
    open: str,  # noqa: A002 - the words on the button that opens it
    url: str = "",
    tone: str = "primary",
    icon: str = "",
    small: bool = False,
) -> SafeString:
    """Ask before an action: a button that opens a dialog whose form posts to `url`. Works without JavaScript."""
    values = {"content": content, "id": id, "title": title, "action": action, "open": open, "url": url}
    values |= {"tone": tone, "icon": icon, "small": small}
    rendered = template.loader.render_to_string("ui/components/confirm.html", values, request=context.get("request"))
    return mark_safe(rendered)  # noqa: S308 - a template's own output


@register.inclusion_tag("ui/components/steps_bar.html")
def steps_bar(steps: list[Step], label: str = "") -> dict[str, object]:
    """Show where one stands in a sequence of steps."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("ui/components/task_list.html")
def task_list(items: list[TaskItem], label: str = "") -> dict[str, object]:
    """List sections to fill with their states."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(links: list[Link], label: str = "") -> dict[str, object]:
    """Offer views of one object as links."""
    return {"links": links, "label": label}


@register.inclusion_tag("ui/components/pagination.html")
def pagination(page: Page, target: str = "") -> dict[str, object]:
    """Offer the pages of a list; `target` is the element htmx replaces, the whole page is loaded without it."""
    return {"page": page, "target": target}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: list[Moment], label: str = "") -> dict[str, object]:
    """List what happened, newest first."""
    return {"moments": moments, "label": label}


@register.inclusion_tag("ui/components/version_picker.html")
def version_picker(versions: list[Version], label: str = "") -> dict[str, object]:
    """Offer the versions of a thing; the shown one and the one in force are marked."""
    return {"versions": versions, "label": label, "shown": next((item for item in versions if item.current), None)}


@register.inclusion_tag("ui/components/code_block.html")
def code_block(text: str, label: str, qr: bool = False) -> dict[str, object]:  # noqa: FBT001, FBT002 - a flag in a template
    """Show a code, digest or command to copy; with `qr` also as a QR picture."""
    return {"text": text, "label": label, "picture": qr_picture(text, label) if qr else ""}


def qr_picture(text: str, label: str) -> SafeString:
    """Return the QR code of a text as inline SVG without any style attribute."""
    code = segno.make(text, error="m")
    body = code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000", light="#fff")
    return mark_safe(f'<span class="qt-code__qr" role="img" aria-label="{SafeString(_escaped(label))}">{body}</span>')  # noqa: S308 - drawn here


def _escaped(text: str) -> str:
    return format_html("{}", text)
