"""What an analyst types to ask for a preview."""

from django import forms
from django.utils.translation import gettext_lazy as _

EXAMPLE = "cn-elec-cf-2024-CN 0.5412 kgCO2e/kWh\nndrc24-bituminous-ncv -5%"
LONGEST = 60_000


class ChangesForm(forms.Form):
    """Changed factors, one per line, and the relative change from which on a product is counted apart."""

    changes = forms.CharField(
        label=_("变动的因子"),
        max_length=LONGEST,
        strip=False,
        help_text=_("每行一个：因子编号、新的数值或变化（如 -5%）、单位（可省）。可从表格粘贴。"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "placeholder": EXAMPLE}),
    )
    threshold = forms.DecimalField(
        label=_("变化超过多少算显著（%）"), min_value=0, max_value=1000, initial="1", max_digits=8, decimal_places=4
    )


class ThresholdForm(forms.Form):
    """The relative change from which on a product is counted apart."""

    threshold = ChangesForm.base_fields["threshold"]
