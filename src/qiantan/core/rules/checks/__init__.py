"""The conformity checks: one requirement, one file, one function `check`."""
