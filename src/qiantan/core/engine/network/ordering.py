"""Loops over the pattern of a network: transposition, components, tearing, dependency order.

Columns list the suppliers of a process (`start`, `index`), rows its users (`row_start`, `row_index`). No loop calls
itself, so that no chain is too long.
"""

import numpy as np

from qiantan.core.engine.network.kernels import compiled


@compiled
def transpose(start, index, rows):
    """Return start, index and entry of the transposed pattern; indices come out sorted."""
    size = start.size - 1
    at = np.zeros(rows + 1, np.int64)
    for k in range(index.size):
        at[index[k] + 1] += 1
    for i in range(rows):
        at[i + 1] += at[i]
    starts = at.copy()
    out = np.empty(index.size, np.int32)
    entry = np.empty(index.size, np.int64)
    for j in range(size):
        for k in range(start[j], start[j + 1]):
            to = at[index[k]]
            at[index[k]] = to + 1
            out[to] = j
            entry[to] = k
    return starts, out, entry


@compiled
def components(start, index, component):
    """Label strongly connected components, suppliers first, by Tarjan's method without recursion; return their number."""
    size = start.size - 1
    number = np.zeros(size, np.int32)
    low = np.empty(size, np.int32)
    at = np.empty(size, np.int64)
    path = np.empty(size, np.int32)
    held = np.empty(size, np.int32)
    depth = waiting = count = clock = 0
    component[:] = -1
    for root in range(size):
        if number[root]:
            continue
        path[0] = root
        depth = 1
        clock += 1
        number[root] = low[root] = clock
        at[root] = start[root]
        held[waiting] = root
        waiting += 1
        while depth:
            j = path[depth - 1]
            if at[j] < start[j + 1]:
                i = index[at[j]]
                at[j] += 1
                if number[i] == 0:
                    path[depth] = i
                    depth += 1
                    clock += 1
                    number[i] = low[i] = clock
                    at[i] = start[i]
                    held[waiting] = i
                    waiting += 1
                elif component[i] < 0 and number[i] < low[j]:
                    low[j] = number[i]
                continue
            depth -= 1
            if depth and low[j] < low[path[depth - 1]]:
                low[path[depth - 1]] = low[j]
            if low[j] == number[j]:
                while True:
                    waiting -= 1
                    component[held[waiting]] = count
                    if held[waiting] == j:
                        break
                count += 1
    return count


@compiled
def _push(scores, nodes, length, score, node):
    i = length
    while i > 0:
        parent = (i - 1) // 2
        if scores[parent] >= score:
            break
        scores[i] = scores[parent]
        nodes[i] = nodes[parent]
        i = parent
    scores[i] = score
    nodes[i] = node
    return length + 1


@compiled
def _pop(scores, nodes, length):
    """Drop the largest of a binary heap; return its new length."""
    length -= 1
    score, node = scores[length], nodes[length]
    i = 0
    while True:
        child = 2 * i + 1
        if child >= length:
            break
        if child + 1 < length and scores[child + 1] > scores[child]:
            child += 1
        if scores[child] <= score:
            break
        scores[i] = scores[child]
        nodes[i] = nodes[child]
        i = child
    scores[i] = score
    nodes[i] = node
    return length


@compiled
def _trim(start, index, row_start, row_index, component, alive, supplies, uses, doomed, waiting):
    """Take out the `waiting` processes of `doomed`, and all that are in no cycle without them."""
    while waiting > 0:
        waiting -= 1
        j = doomed[waiting]
        for k in range(start[j], start[j + 1]):
            i = index[k]
            if alive[i] and component[i] == component[j]:
                uses[i] -= 1
                if uses[i] == 0:
                    alive[i] = 0
                    doomed[waiting] = i
                    waiting += 1
        for k in range(row_start[j], row_start[j + 1]):
            i = row_index[k]
            if alive[i] and component[i] == component[j]:
                supplies[i] -= 1
                if supplies[i] == 0:
                    alive[i] = 0
                    doomed[waiting] = i
                    waiting += 1


@compiled
def tear(start, index, row_start, row_index, component, cyclic, torn):
    """Mark processes without which no component has a cycle: trim what is in none, tear the busiest, again."""
    size = component.size
    supplies = np.zeros(size, np.int64)
    uses = np.zeros(size, np.int64)
    alive = np.zeros(size, np.uint8)
    doomed = np.empty(size, np.int64)
    waiting = cores = 0
    for j in range(size):
        if cyclic[j]:
            cores += 1
            alive[j] = 1
            for k in range(start[j], start[j + 1]):
                if index[k] != j and component[index[k]] == component[j]:
                    supplies[j] += 1
                    uses[index[k]] += 1
    scores = np.empty(cores + 1, np.float64)
    nodes = np.empty(cores + 1, np.int64)
    length = 0
    for j in range(size):
        if cyclic[j]:
            length = _push(scores, nodes, length, float(supplies[j]) * float(uses[j]), j)
    while True:
        _trim(start, index, row_start, row_index, component, alive, supplies, uses, doomed, waiting)
        chosen = -1
        while length > 0 and chosen < 0:
            score, j = scores[0], nodes[0]
            length = _pop(scores, nodes, length)
            if alive[j]:
                now = float(supplies[j]) * float(uses[j])
                if now < score:
                    length = _push(scores, nodes, length, now, j)
                else:
                    chosen = j
        if chosen < 0:
            return
        torn[chosen] = 1
        alive[chosen] = 0
        doomed[0] = chosen
        waiting = 1


@compiled
def arrange(start, index, row_start, row_index, component, members, bounds, torn, order):
    """Order the processes component by component: the torn ones, then the others after their suppliers."""
    size = component.size
    left = np.zeros(size, np.int64)
    ready = np.empty(size, np.int64)
    written = 0
    for c in range(bounds.size - 1):
        low, high = bounds[c], bounds[c + 1]
        if high - low == 1:
            order[written] = members[low]
            written += 1
            continue
        end = 0
        for m in range(low, high):
            j = members[m]
            if torn[j]:
                order[written] = j
                written += 1
                continue
            for k in range(start[j], start[j + 1]):
                if index[k] != j and component[index[k]] == c and not torn[index[k]]:
                    left[j] += 1
            if left[j] == 0:
                ready[end] = j
                end += 1
        head = 0
        while head < end:
            j = ready[head]
            head += 1
            order[written] = j
            written += 1
            for k in range(row_start[j], row_start[j + 1]):
                i = row_index[k]
                if component[i] == c and not torn[i]:
                    left[i] -= 1
                    if left[i] == 0:
                        ready[end] = i
                        end += 1


@compiled
def zones(start, index, row_start, row_index, cyclic, order, zone):
    """Set zone 0 for processes that no cycle feeds, 2 for those that feed none, 1 for the core and what lies between."""
    size = order.size
    fed = cyclic.copy()
    feeds = cyclic.copy()
    for at in range(size):
        j = order[at]
        for k in range(start[j], start[j + 1]):
            if fed[index[k]]:
                fed[j] = 1
                break
    for at in range(size - 1, -1, -1):
        j = order[at]
        for k in range(row_start[j], row_start[j + 1]):
            if feeds[row_index[k]]:
                feeds[j] = 1
                break
    for j in range(size):
        zone[j] = 0 if not fed[j] else (1 if feeds[j] else 2)


@compiled
def permute(row_start, row_index, row_entry, order, position, own):
    """Return the columns in dependency order without own use, suppliers sorted; `own` gets the entries of own use."""
    size = order.size
    counts = np.zeros(size + 1, np.int64)
    for i in range(size):
        for k in range(row_start[i], row_start[i + 1]):
            if row_index[k] != i:
                counts[position[row_index[k]] + 1] += 1
    for j in range(size):
        counts[j + 1] += counts[j]
    starts = counts.copy()
    index = np.empty(counts[size], np.int32)
    entry = np.empty(counts[size], np.int32)
    for at in range(size):
        i = order[at]
        for k in range(row_start[i], row_start[i + 1]):
            if row_index[k] == i:
                own[at] = row_entry[k]
                continue
            j = position[row_index[k]]
            to = counts[j]
            counts[j] = to + 1
            index[to] = at
            entry[to] = row_entry[k]
    return starts, index, entry
