"""EcoSpold 1 and 2, read only: single files or archives of many."""

from qiantan.core.formats.ecospold.read import read, stream

__all__ = ["read", "stream"]
