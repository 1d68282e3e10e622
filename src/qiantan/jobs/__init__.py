"""The clock: tasks on the queue and the commands that run without a person watching."""
