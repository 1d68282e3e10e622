"""The form a database is handed in with."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from qiantan.registry.databases.states import ACCESS_LABELS, LICENCES
from qiantan.web.ui.wording import words


class DatabaseForm(forms.Form):
    """What is stated of a database, and its file."""

    organisation = forms.ChoiceField(label=_("归属企业"))
    name = forms.CharField(label=_("数据库名称"), max_length=200, help_text=_("例如：某研究院工业过程数据库"))
    version = forms.CharField(label=_("版本"), max_length=60, required=False, help_text=_("例如：2026.1"))
    source = forms.CharField(
        label=_("所有者或来源"), max_length=500, required=False, help_text=_("引用时写明的机构，例如数据库的发布者")
    )
    licence = forms.ChoiceField(
        label=_("许可"), help_text=_("许可决定能否公开和下载。不清楚时选“许可不明”，数据只在本组织内使用。")
    )
    access = forms.ChoiceField(label=_("谁可以查看"), widget=forms.RadioSelect, initial="organisation")
    file = forms.FileField(
        label=_("数据库文件"),
        help_text=_("TIDAS、ILCD（eILCD）或 openLCA JSON-LD 的压缩包（.zip），或 EcoSpold 1、2（.xml、.spold、.zip）"),
    )

    def __init__(self, *args: object, organisations: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = list(organisations)
        self.fields["licence"].choices = [(key, words(terms.title)) for key, terms in LICENCES.items()]
        self.fields["access"].choices = [(one.value, words(label)) for one, label in ACCESS_LABELS.items()]
