"""The result page: headline, sums, contributions, paths, quality — and every number opened to its source."""
