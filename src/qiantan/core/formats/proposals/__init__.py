"""The workbook of proposals: one row for each value a contributor offers. It is parsed where workbooks are parsed."""

from qiantan.core.formats.proposals.read import ProposalReading, read
from qiantan.core.formats.proposals.write import write

__all__ = ["ProposalReading", "read", "write"]
