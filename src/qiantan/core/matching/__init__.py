"""A bill of materials against the published factors: reading it, judging what may stand behind a line, and why."""
