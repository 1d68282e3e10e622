"""Data only: what experts edit. Read by `qiantan.core.rules.load`."""
