"""Products, their activity data, evidence and imports."""
