"""The province: what a changed factor would do to every product, what would help most, where data are weakest."""
