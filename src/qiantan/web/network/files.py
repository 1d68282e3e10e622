"""Complete answers as CSV that spreadsheet programs open in Chinese; figures with all their digits."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.web.network.words import CATEGORIES, report_words
from qiantan.web.ui.charts import guarded
from qiantan.web.ui.wording import words

if TYPE_CHECKING:
    from qiantan.core.province.answers import Lever, Weakness
    from qiantan.registry.network.queries import Moved, SpreadRow
    from qiantan.registry.network.queries.members import Known


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return rows as a file to keep."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    response = HttpResponse(b"\xef\xbb\xbf" + out.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def moved_file(rows: "Iterable[Moved]") -> HttpResponse:
    """Return all products that move."""
    header = [*_known_header(), _("冻结结果 kgCO₂e"), _("变为 kgCO₂e"), _("变化 kgCO₂e"), _("相对变化"), _("是否精确")]
    return csv_response(
        "movements.csv",
        header,
        (
            [*_known(row.known), row.before, row.after, row.change, row.relative, _("是") if row.exact else _("近似")]
            for row in rows
        ),
    )


def spread_file(rows: "Iterable[SpreadRow]") -> HttpResponse:
    """Return how far all products spread."""
    header = [
        *_known_header(),
        _("冻结结果 kgCO₂e"),
        _("均值 kgCO₂e"),
        _("均值的标准误 kgCO₂e"),
        _("标准差 kgCO₂e"),
        _("5% 分位 kgCO₂e"),
        _("中位数 kgCO₂e"),
        _("95% 分位 kgCO₂e"),
        _("均值与冻结结果之比"),
        _("一阶近似解释的方差"),
    ]
    return csv_response(
        "spread.csv",
        header,
        (
            [
                *_known(row.known),
                *(row.nominal, row.mean, row.error, row.deviation, row.low, row.median, row.high),
                row.bias,
                row.linear,
            ]
            for row in rows
        ),
    )


def levers_file(factors: "Iterable[Lever]", processes: "Iterable[Lever]") -> HttpResponse:
    """Return factors and kinds of unit process by the share they cause."""
    rows = [
        [_("因子"), words(Text(one.factor.name_zh, one.factor.name_en)), one.factor.id, one.share, one.products]
        for one in factors
    ]
    rows += [
        [_("单元过程"), words(Text(one.label.name_zh, one.label.name_en)), one.label.category, one.share, one.products]
        for one in processes
    ]
    return csv_response("levers.csv", [_("类别"), _("名称"), _("编号"), _("占比"), _("产品数")], rows)


def weakest_file(found: "Iterable[Weakness]") -> HttpResponse:
    """Return groups of figures by contribution times uncertainty."""
    header = [_("数据"), _("编号"), _("贡献"), _("相对标准差"), _("贡献 × 不确定性"), _("其中未给出不确定度")]
    return csv_response(
        "weakest.csv",
        header,
        (
            [
                words(Text(one.factor.name_zh, one.factor.name_en)) if one.factor else str(CATEGORIES[one.category]),
                one.factor.id if one.factor else "",
                *(one.share, one.spread, one.weight, one.unstated),
            ]
            for one in found
        ),
    )


def _known_header() -> list[str]:
    return [_("产品"), _("企业"), _("声明单位"), _("研究编号"), _("冻结日期"), _("依据它的结果与报告")]


def _known(of: "Known") -> list[object]:
    frozen = localtime(of.frozen_at).date().isoformat()
    return [words(of.name), of.organisation, words(of.unit), of.study, frozen, report_words(of)]
