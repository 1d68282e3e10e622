"""PostgreSQL without an administrator: a cluster in the data folder, started on the first connection."""
