"""The provincial network: every frozen study in one system, and what a changed factor would do to all products."""
