"""How Django forms are drawn, and how findings of an operation come back to their fields."""

from collections.abc import Iterable

from django import forms
from django.forms.renderers import TemplatesSetting

from qiantan.core.findings.finding import Finding
from qiantan.web.ui.wording import words


class PortalRenderer(TemplatesSetting):
    """Draw forms and fields with the components of the portal."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def add_findings(form: forms.BaseForm, findings: Iterable[Finding]) -> None:
    """Put each finding at the field it names, on top of the form where it names none."""
    for finding in findings:
        parts = (words(finding.message), words(finding.expected), words(finding.remedy))
        text = " ".join(part for part in parts if part)
        form.add_error(finding.place if finding.place in form.fields else None, text)
