"""Rules as data: the shape of the rulebook, its one reader, and the conformity checks."""
