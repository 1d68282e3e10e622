"""TIDAS packages: the JSON profile of ILCD that Chinese databases exchange."""

from qiantan.core.formats.tidas.read import read, stream
from qiantan.core.formats.tidas.write import write

__all__ = ["read", "stream", "write"]
