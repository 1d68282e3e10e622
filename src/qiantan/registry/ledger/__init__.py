"""What happened: append-only entries, hash-linked, digests only."""
