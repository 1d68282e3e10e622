"""The task centre: imports, calculations and reports with phase, progress, result, cancel and retry."""
