"""qiantan (黔碳): product carbon footprints on one frozen record that anyone can recompute."""

__version__ = "0.1.0"
