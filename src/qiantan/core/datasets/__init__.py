"""Process datasets: the neutral document behind every exchange format of the factor database."""
