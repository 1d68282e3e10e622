"""The engine: a pure function from a study to its footprint, with contributions, uncertainty and diagnosis."""
