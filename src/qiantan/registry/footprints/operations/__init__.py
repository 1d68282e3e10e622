"""Changes to footprints; one file per subject."""

from qiantan.registry.footprints.operations.calculating import calculate_draft, record_result
from qiantan.registry.footprints.operations.freezing import freeze_study
from qiantan.registry.footprints.operations.reporting import queue_report, record_report
from qiantan.registry.footprints.operations.taking import take_over

__all__ = ["calculate_draft", "freeze_study", "queue_report", "record_report", "record_result", "take_over"]
