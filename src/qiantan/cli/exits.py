"""Exit codes, the same for every command, and the errors that carry them."""

from enum import IntEnum

from qiantan.core.findings import Text


class Exit(IntEnum):
    """What a script can rely on."""

    DONE = 0
    FINDINGS = 1  # findings that block
    USAGE = 2  # wrong command line
    DIFFERENT = 3  # recomputation or comparison found a difference
    UNREADABLE = 4  # no such file, or not a file we read
    MISSING_PART = 5  # an optional part (font, portal database) is not there
    INTERNAL = 70  # our fault


class Stop(Exception):
    """Ends a command with an exit code and one sentence for the person."""

    def __init__(self, code: Exit, message: Text) -> None:
        super().__init__(message.zh)
        self.code = code
        self.message = message
