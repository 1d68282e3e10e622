"""Products: list, wizard, task list, import."""
