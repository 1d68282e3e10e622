"""The study document: its shape, canonical bytes, digests, and comparison."""
