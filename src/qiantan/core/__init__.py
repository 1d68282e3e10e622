"""What computes: pure Python, no Django, no network, no clock."""
