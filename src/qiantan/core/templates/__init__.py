"""Templates: what a plant is asked for a kind of product, its answers, and how they become a study."""
