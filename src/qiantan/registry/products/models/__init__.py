"""Tables of products, activity data, evidence and imports."""

from qiantan.registry.products.models.activity import ActivityRecord, FieldChange
from qiantan.registry.products.models.evidence import Evidence
from qiantan.registry.products.models.imports import ImportDraft
from qiantan.registry.products.models.product import Product

__all__ = ["ActivityRecord", "Evidence", "FieldChange", "ImportDraft", "Product"]
