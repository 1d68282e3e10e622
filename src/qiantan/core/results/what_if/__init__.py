"""What would the footprint be, had a figure been another? Answered exactly, and written nowhere.

A *dial* is one figure somebody may move: an answer of the plant where the study still follows from its answers, else a
figure of the study itself. A *change* is a dial with another figure. The changed study is composed and solved again as
a whole (small studies take a few milliseconds), so methods, allocation, loops and cut-offs count in full.
"""

from qiantan.core.results.what_if.basis import Basis, basis_of_answers, basis_of_study
from qiantan.core.results.what_if.dial import ChangeError, Dial, read_changes
from qiantan.core.results.what_if.forecast import Forecast, Moved, what_if
from qiantan.core.results.what_if.of_answers import Swap
from qiantan.core.results.what_if.taking import Taken, taken

__all__ = [
    "Basis",
    "ChangeError",
    "Dial",
    "Forecast",
    "Moved",
    "Swap",
    "Taken",
    "basis_of_answers",
    "basis_of_study",
    "read_changes",
    "taken",
    "what_if",
]
