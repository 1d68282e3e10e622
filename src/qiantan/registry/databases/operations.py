"""Linked unit-process databases that were brought in, and their processes."""
