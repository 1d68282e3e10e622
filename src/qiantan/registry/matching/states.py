"""Bills of materials and the factors their lines are matched with."""
