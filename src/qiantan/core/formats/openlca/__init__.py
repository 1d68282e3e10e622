"""openLCA JSON-LD packages: what consultants mail around, schema 2 written, schemas 1 and 2 read."""

from qiantan.core.formats.openlca.read import read, read_member, stream
from qiantan.core.formats.openlca.write import write

__all__ = ["read", "read_member", "stream", "write"]
