"""Claims of speed, each a ratio against a peer or a limit measured in the same run. `make bench` prints them."""
