"""Factors as files: one as CSV, a release or all open ones as an archive with digests. The same content gives the same
bytes.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from qiantan.core.rules import load
from qiantan.core.rules.schema import FactorRow
from qiantan.registry.accounts.refusals import NotFound, NotPermitted
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.facets import TERMS, open_licences
from qiantan.registry.factors.models import FactorRelease, FactorValue, ReleaseText
from qiantan.registry.factors.permissions import check_can_read
from qiantan.registry.factors.publishing import COLUMNS, cell
from qiantan.registry.factors.queries import get_factor, get_release, releases
from qiantan.registry.factors.states import Origin

MOMENT = (1980, 1, 1, 0, 0, 0)
BYTE_ORDER_MARK = "\ufeff"
README = """黔碳 因子库 开放发布包 / Open releases of the qiantan factor library

每个文件夹是一个发布：release.yaml 说明发布者、版本、许可和未收录的值，factors.csv 是数值（UTF-8，逐列含义见 columns.csv）。
factors.csv 的 SHA-256 写在同一文件夹的 release.yaml 中；SHA256SUMS 列出全部文件的摘要，可用 sha256sum -c SHA256SUMS 核对。
withheld.csv 列出库中没有的值、原因和可从哪里取得。引用时请注明 release.yaml 中的发布者和本包。

Each folder is a release: release.yaml tells publisher, edition, terms and what is withheld; factors.csv holds the values.
The SHA-256 of factors.csv stands in the release.yaml beside it; SHA256SUMS lists the digests of all files.
withheld.csv lists what is not carried, why, and where its owner offers it.
"""


def factor_csv(viewer: Viewer, factor_id: str) -> bytes:
    """Return one factor as CSV with the columns of the rulebook, one line for each gas; UTF-8 with its mark."""
    rows = _lines(viewer, factor_id)
    return _csv(COLUMNS, ([cell(row, column) for column in COLUMNS] for row in rows))


def factor_json(viewer: Viewer, factor_id: str) -> bytes:
    """Return one factor as a study pins it, as JSON."""
    factor = get_factor(viewer, factor_id).factor
    return json.dumps(factor.model_dump(mode="json", exclude_none=True), ensure_ascii=False, indent=2).encode()


def release_archive(viewer: Viewer, release_id: str) -> bytes:
    """Return one release as an archive; `NotPermitted` when its terms were not found or do not allow handing it on."""
    release = get_release(viewer, release_id)
    if not is_open(release):
        where = "；".join(one["available_at"] for one in release.withheld) or release.publisher
        raise NotPermitted(
            f"这个发布的许可不允许整批提供；请向所有者索取：{where}",
            f"The terms of this release do not allow handing it on as a whole; ask its owner: {where}",
        )
    return _archive((release,), (release,))


def open_archive(viewer: Viewer) -> bytes:
    """Return every open release in one archive, with a list of everything that is withheld."""
    known = releases(viewer)
    return _archive([release for release in known if is_open(release)], known)


def is_open(release: FactorRelease) -> bool:
    """Say whether every value of a release may be handed on."""
    return set(release.counts.get(TERMS, release.counts.get("licence", {}))) <= open_licences()


def digest_of_open(viewer: Viewer) -> str:
    """Return a digest that changes when the open archive does."""
    check_can_read(viewer)
    return hashlib.sha256("".join(f"{one.pk}{one.sha256}" for one in releases(viewer)).encode()).hexdigest()


def _archive(carried: Sequence[FactorRelease], listed: Sequence[FactorRelease]) -> bytes:
    files: dict[str, bytes] = {
        "README.txt": README.encode(),
        "columns.csv": _csv(("column", "meaning"), COLUMN_WORDS.items()),
    }
    for release in carried:
        for name, content in _files_of(release).items():
            files[f"{release.pk}/{name}"] = content
    withheld = (
        (release.pk, one["title"]["zh"], one["title"].get("en", ""), one["reason"], one["available_at"])
        for release in listed
        for one in release.withheld
    )
    files["withheld.csv"] = _csv(("release", "title_zh", "title_en", "reason", "available_at"), withheld)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _files_of(release: FactorRelease) -> Mapping[str, bytes]:
    if release.origin == Origin.REVIEW.value:
        kept = ReleaseText.objects.get(pk=release.pk)
        return {"factors.csv": kept.factors_csv.encode(), "release.yaml": kept.release_yaml.encode()}
    try:
        return load.release_files(release.pk)
    except LookupError:
        raise NotFound("规则库中没有这个发布的文件。", "The rulebook has no files of this release.") from None


def _lines(viewer: Viewer, factor_id: str) -> tuple[FactorRow, ...]:
    """Return the lines of one factor: of the rulebook, else as they were published from the review."""
    get_factor(viewer, factor_id)
    known = load.factor_rows().get(factor_id)
    if known:
        return known[1]
    kept = FactorValue.objects.values_list("lines", flat=True).get(pk=factor_id)
    return tuple(FactorRow.model_validate(line) for line in kept)


def _csv(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows(rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


COLUMN_WORDS: Mapping[str, str] = {
    "id": "编号 id",
    "name_zh": "中文名称 name in Chinese",
    "name_en": "英文名称 name in English",
    "kind": "类别 footprint | electricity_footprint | emission | electricity_emission | parameter",
    "topic": "主题 topic",
    "per": "每单位 unit the emissions refer to",
    "flow": "气体 elementary flow",
    "kg": "每单位千克数 kilograms of the flow per unit",
    "value": "参数值 value of a parameter",
    "unit": "参数单位 unit of a parameter",
    "geography": "地域 geography: GLO, CN, CN-region-…, CN- and the six digits of the division",
    "reference_year": "数据年份 year the data describe",
    "published_year": "发布年份 year of publication",
    "valid_from": "自何时有效（含） valid from, inclusive",
    "valid_to": "至何时有效（不含） valid to, exclusive",
    "boundary": "边界 boundary",
    "gwp_set": "CO2e 所用的 GWP GWP set behind a CO2e figure",
    "spread": "几何标准差 geometric standard deviation",
    "issuer": "发布者 issuer",
    "document": "文件 document",
    "number": "文号 number of the document",
    "place": "页码或表号 page or table",
    "how_found": "怎样得到 text | derived",
    "found_in": "读到的文本 text it was read in",
    "certainty": "确定程度 high | medium-high | medium | derived",
    "licence": "许可 licence",
    "note": "说明 note",
}
