"""The provincial network: all frozen studies as one system, rebuilt in the background, asked by analysts."""
