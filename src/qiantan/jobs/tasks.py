"""The work of the queue."""
