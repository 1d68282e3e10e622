"""Quantities: the units plants write, half-open periods and distributions."""
