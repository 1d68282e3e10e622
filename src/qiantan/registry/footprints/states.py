"""What a run and a report are; their progress is the state of their task."""

from enum import StrEnum

from qiantan.core.findings import Text


class ReportKind(StrEnum):
    """What can be made of a result."""

    WORD = "word"
    PDF = "pdf"
    INVENTORY = "inventory"


REPORT_LABELS: dict[ReportKind, Text] = {
    ReportKind.WORD: Text("碳足迹报告（Word）", "Footprint report (Word)"),
    ReportKind.PDF: Text("碳足迹报告（PDF）", "Footprint report (PDF)"),
    ReportKind.INVENTORY: Text("清单（CSV）", "Inventory (CSV)"),
}

REPORT_FILES: dict[ReportKind, tuple[str, str]] = {
    ReportKind.WORD: (
        "report.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ReportKind.PDF: ("report.pdf", "application/pdf"),
    ReportKind.INVENTORY: ("inventory.csv", "text/csv; charset=utf-8"),
}
