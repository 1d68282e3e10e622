"""Component tags, loaded into every template."""
