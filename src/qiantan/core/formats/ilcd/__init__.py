"""ILCD (eILCD) packages: the XML of the European reference data system and of most national databases."""

from qiantan.core.formats.ilcd.read import read, read_member, stream
from qiantan.core.formats.ilcd.write import write

__all__ = ["read", "read_member", "stream", "write"]
