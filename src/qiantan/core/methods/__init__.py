"""Emission methods: one file per method, from a measured amount and parameters to kilograms of elementary flows."""
