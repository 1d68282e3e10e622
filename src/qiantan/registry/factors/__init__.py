"""The published factors, mirrored from the rulebook for search and reading."""
