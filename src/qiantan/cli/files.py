"""The files of one footprint: study, result, inventory, report. All are made before the first is written."""

import datetime as dt
import os
from pathlib import Path

from qiantan.cli.exits import Exit, Stop
from qiantan.cli.screen import console, phase, print_findings
from qiantan.core.findings import Text
from qiantan.core.results.document import Result
from qiantan.core.study.bytes import study_bytes
from qiantan.core.study.document import Study

NOT_WRITTEN = Text(
    "报告缺少必备内容，未写出任何文件；补齐后再试，或加 --no-report 只要数据文件。",
    "The report lacks required items, so nothing was written; add them, or use --no-report for the data files only.",
)


def write_files(folder: Path, study: Study, result: Result, *, report: bool) -> tuple[Path, ...]:
    """Write every file of a footprint into `folder`, all or none, and return their paths."""
    from qiantan.core.formats.inventory import write_inventory
    from qiantan.core.results.make import result_bytes

    files = {
        "study.json": study_bytes(study),
        "result.json": result_bytes(result),
        "inventory.csv": write_inventory(study, result),
    }
    if report:
        files |= _report(study, result)
    folder.mkdir(parents=True, exist_ok=True)
    staged = {folder / name: folder / f".{name}.part" for name in files}
    for path, part in staged.items():
        part.write_bytes(files[path.name])
    for path, part in staged.items():
        part.replace(path)
    return tuple(staged)


def _report(study: Study, result: Result) -> dict[str, bytes]:
    from qiantan.core.formats.report import FontMissing, ReportIncomplete, content, find_fonts, write_pdf, write_word

    with phase("正在生成报告…", "Writing the report…"):
        try:
            made = content(study, result, issued_on=dt.datetime.now().astimezone().date())
            fonts = find_fonts(_font_folder())
            return {"report.docx": write_word(made, fonts), "report.pdf": write_pdf(made, fonts)}
        except ReportIncomplete as incomplete:
            print_findings(incomplete.findings, console())
            raise Stop(Exit.FINDINGS, NOT_WRITTEN) from None
        except FontMissing as missing:
            raise Stop(Exit.MISSING_PART, Text(missing.zh, missing.en)) from None


def _font_folder() -> Path:
    return Path(os.environ.get("QIANTAN_VAR", "var")) / "assets" / "fonts"
