"""The study package: what somebody needs to recompute a footprint on their own machine, in one zip file."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from qiantan.core.formats.inventory import write_inventory
from qiantan.core.proofs import digests
from qiantan.core.results.document import Result
from qiantan.core.study.document import Study

STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file knows: no clock in the bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What goes into the package; `reports` by file name."""

    number: str
    study: bytes
    result: bytes | None
    frozen_at: datetime
    reports: Mapping[str, bytes] = field(default_factory=dict)


def write_package(package: Package) -> bytes:
    """Return the zip file: documents first, then `digests.txt` over all of them and `README.txt`."""
    files = {"study.json": package.study}
    if package.result is not None:
        files["result.json"] = package.result
        files["inventory.csv"] = write_inventory(
            Study.model_validate_json(package.study), Result.model_validate_json(package.result)
        )
    files |= {name: content for name, content in package.reports.items() if name not in files}
    files["digests.txt"] = _digest_lines(files)
    files["README.txt"] = _readme(package)
    return _zip(files)


def _digest_lines(files: Mapping[str, bytes]) -> bytes:
    lines = ["# SHA-256  SM3  name"]
    lines += [f"{both.sha256}  {both.sm3}  {name}" for name, both in ((n, digests(c)) for n, c in files.items())]
    return ("\n".join(lines) + "\n").encode()


def _readme(package: Package) -> bytes:
    digest = digests(package.study)
    return f"""研究包 {package.number}

study.json    冻结的碳足迹研究（规范字节，RFC 8785）
              SHA-256 {digest.sha256}
              SM3     {digest.sm3}
result.json   计算结果
inventory.csv 清单
digests.txt   全部文件的 SHA-256 与 SM3 摘要
冻结时间      {package.frozen_at.isoformat(timespec="seconds")}

复算：在任何一台安装了 qiantan 的机器上运行

    qiantan recompute study.json

回答“一致”或指出第一处不同。

----
Study package {package.number}: the frozen study, its result, the inventory, reports made of it, and digests of all
files. To recompute it on any machine with qiantan installed, run

    qiantan recompute study.json

It answers “same” or shows the first difference.
""".encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
