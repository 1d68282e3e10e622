"""The plant's workbook: written from a template, read back with every finding at once, marked at its cells."""

from qiantan.core.formats.workbook.flat import write_csv_template
from qiantan.core.formats.workbook.mark import MarkError, mark
from qiantan.core.formats.workbook.read import read
from qiantan.core.formats.workbook.wire import WorkbookReading
from qiantan.core.formats.workbook.write import write_template

__all__ = ["MarkError", "WorkbookReading", "mark", "read", "write_csv_template", "write_template"]
