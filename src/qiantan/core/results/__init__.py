"""The result document: its shape, its making from a study, its explanation and its recomputation."""
