"""Findings: what is wrong with an input, where, and how to put it right."""

from qiantan.core.findings.finding import NO_TEXT, Finding, Severity, Text, blocking, has_blocking

__all__ = ["NO_TEXT", "Finding", "Severity", "Text", "blocking", "has_blocking"]
