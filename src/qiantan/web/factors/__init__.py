"""The factor library: search with facets, and every factor with value, boundary, source and certainty."""
