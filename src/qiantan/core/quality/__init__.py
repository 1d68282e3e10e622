"""Quality of a calculated study: data-quality rating, primary and default shares, coverage."""
