"""EcoSpold 1 and 2, read only: single files or archives of many."""

from qiantan.core.formats.ecospold.read import read, read_member, stream

__all__ = ["read", "read_member", "stream"]
