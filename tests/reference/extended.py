"""Systems solved in extended precision, many at once.

Rows are not exchanged: the systems of networks whose loops all lose something need no exchange, and choosing the
largest figure of a column would make the result depend on the units.
"""

import numpy as np


def solved(matrices, rhs):
    """Solutions (system × unknown) of square systems (system × equation × unknown)."""
    a = np.concatenate([matrices, rhs[:, :, None]], axis=2).astype(np.longdouble)
    count, size, _ = a.shape
    for step in range(size):
        factor = a[:, step + 1 :, step] / a[:, step, step, None]
        a[:, step + 1 :] -= factor[:, :, None] * a[:, step, None, :]
    x = np.zeros((count, size), dtype=np.longdouble)
    for step in reversed(range(size)):
        known = (a[:, step, step + 1 : size] * x[:, step + 1 :]).sum(axis=1)
        x[:, step] = (a[:, step, size] - known) / a[:, step, step]
    return x
