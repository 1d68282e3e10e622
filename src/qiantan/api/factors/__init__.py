"""Factors and their releases for machines."""
