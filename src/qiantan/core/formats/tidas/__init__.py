"""TIDAS packages: the JSON profile of ILCD that Chinese databases exchange."""

from qiantan.core.formats.tidas.read import read, read_member, stream
from qiantan.core.formats.tidas.write import write

__all__ = ["read", "read_member", "stream", "write"]
