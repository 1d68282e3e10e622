"""Plain NumPy twins of the compiled loops of the network: the same arithmetic, written to be read."""

import numpy as np


def transpose(start, index, rows):
    consumer = np.repeat(np.arange(len(start) - 1), np.diff(start))
    entry = np.lexsort((consumer, index))
    return np.concatenate(([0], np.cumsum(np.bincount(index, minlength=rows)))), consumer[entry], entry


def reachable(start, index):
    """Whether process j needs process i, itself included (j × i), by repeated squaring."""
    size = len(start) - 1
    needs = np.eye(size, dtype=bool)
    needs[np.repeat(np.arange(size), np.diff(start)), index] = True
    for _ in range(max(1, int(np.ceil(np.log2(size + 1))))):
        needs = (needs.astype(int) @ needs.astype(int)) > 0
    return needs


def adjoint_pass(begin, end, index, amount, keep, torn, burden, score, low, high):
    for j in range(low, high):
        if not torn[j]:
            used = slice(begin[j], end[j])
            score[j] = (burden[j] + amount[used] @ score[index[used]]) / keep[j]


def forward_pass(begin, end, index, amount, keep, torn, demand, x, low, high):
    for j in reversed(range(low, high)):
        if not torn[j]:
            used = slice(begin[j], end[j])
            x[j] = (demand[j] + amount[used] @ x[index[used]]) / keep[j]


def gather(begin, end, index, amount, keep, burden, score, nodes, out):
    for a, j in enumerate(nodes):
        used = slice(begin[j], end[j])
        out[a] = (burden[j] + amount[used] @ score[index[used]]) / keep[j]


def residual(start, index, amount, own, rhs, x, left, size):
    matrix = np.diag(own)
    for j in range(len(x)):
        matrix[j, index[start[j] : start[j + 1]]] = amount[start[j] : start[j + 1]]
    left[:] = rhs + matrix @ x - x
    size[:] = abs(rhs) + abs(matrix) @ abs(x) + abs(x)
    return max((abs(left[size > 0]) / size[size > 0]).tolist(), default=0.0)


def dense(network):
    """T as a square array, suppliers × consumers."""
    matrix = np.zeros((network.size, network.size))
    matrix[network.pattern.supplier, network.pattern.consumer] = network.amount
    return matrix
