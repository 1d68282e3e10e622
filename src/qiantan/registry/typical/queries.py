"""Plant values given in confidence, and the local typical values made of them."""
