"""What is being worked on: imports, calculations and reports on the queue."""
