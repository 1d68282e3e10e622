"""Ties the knot: settings, database, addresses, server entry."""
