"""Changes to products, activity data, evidence and imports; one file per subject."""

from qiantan.registry.products.operations.evidence import attach_evidence
from qiantan.registry.products.operations.filling import mark_frozen, reopen_activity, save_entries
from qiantan.registry.products.operations.imports import (
    confirm_import,
    correct_import,
    discard_import,
    record_import_check,
    upload_workbook,
)
from qiantan.registry.products.operations.setting_up import copy_activity, create_product, note_result, open_activity

__all__ = [
    "attach_evidence",
    "confirm_import",
    "copy_activity",
    "correct_import",
    "create_product",
    "discard_import",
    "mark_frozen",
    "note_result",
    "open_activity",
    "record_import_check",
    "reopen_activity",
    "save_entries",
    "upload_workbook",
]
