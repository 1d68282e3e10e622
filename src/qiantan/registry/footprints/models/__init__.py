"""Tables of frozen studies, runs and reports."""

from qiantan.registry.footprints.models.report import ReportFile
from qiantan.registry.footprints.models.run import Run
from qiantan.registry.footprints.models.study import FrozenStudy

__all__ = ["FrozenStudy", "ReportFile", "Run"]
