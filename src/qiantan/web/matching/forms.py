"""The form in which a bill is handed in: pasted, typed or uploaded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qiantan.core.formats.workbook.wire import SOURCES
from qiantan.registry.matching.operations.handing_in import SOURCES as BILL_SOURCES
from qiantan.web.ui.wording import words

LONGEST_TEXT = 1_000_000


class BillForm(forms.Form):
    """A bill as text or as a file; one of the two."""

    text = forms.CharField(
        label=_("粘贴或录入清单"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false"}),
        help_text=_("从表格软件复制后直接粘贴。列：名称、数量、单位，可加供应商、产地、CAS 或编码；有无表头都可以。"),
    )
    file = forms.FileField(label=_("或上传文件"), required=False, help_text=_("xlsx 或 csv，读第一张有表头的工作表"))
    name = forms.CharField(
        label=_("清单名称"), required=False, max_length=200, help_text=_("例如：2025 年外购原辅料；不填用提交时间")
    )
    source = forms.ChoiceField(label=_("数量来自"), help_text=_("写入填报数据时作为数据来源"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(key, words(SOURCES[key])) for key in BILL_SOURCES]

    def clean(self) -> dict[str, object]:
        """Ask for a text or a file."""
        values = super().clean() or {}
        if not values.get("file") and not str(values.get("text") or "").strip():
            self.add_error("text", _("请粘贴清单，或选择一个文件。"))
        return values
