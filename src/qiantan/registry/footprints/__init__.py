"""Frozen studies, runs and reports."""
