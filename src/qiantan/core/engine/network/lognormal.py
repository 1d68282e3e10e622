"""Log-normal figures for sixteen draws at once, each a function of seed, entry and draw alone.

No state is kept: the number for an entry in a draw is a hash of the two (two rounds of a 32-bit mixer over a 64-bit key
of the entry), so any draw can be made again by itself and what is added elsewhere changes nothing. Uniform numbers of
23 bits become normal ones by the inverse of their distribution (Giles, Approximating the erfinv function, 2010) and
log-normal multiples by exp; all in float32 and without branches. Every step rounds alike on every processor, so a draw
made again on another machine has the same digits.
"""

import numpy as np

from qiantan.core.engine.network.kernels import inlined
from qiantan.core.engine.network.lanes import (
    bits,
    counted,
    floor,
    from_bits,
    fused,
    repeated,
    root,
    truncated,
    where_below,
)

F, U = np.float32, np.uint32


@inlined
def mixed(x):
    """Return 32-bit numbers scattered over their range; no two numbers give the same."""
    x = x ^ (x >> U(16))
    x = x * U(0x7FEB352D)
    x = x ^ (x >> U(15))
    x = x * U(0x846CA68B)
    return x ^ (x >> U(16))


@inlined
def logarithm(x):
    """Natural logarithm of positive float32, to rounding (coefficients of Cephes logf)."""
    above = bits(x) - U(0x3F3504F3)  # of √½: what is left is the power of two and a factor of √½ to √2
    power = counted((above + U(0x40000000)) >> U(23)) - F(128.0)
    m = from_bits((above & U(0x7FFFFF)) + U(0x3F3504F3)) - F(1.0)
    p = repeated(F(7.0376836292e-2))
    p = fused(p, m, F(-1.1514610310e-1))
    p = fused(p, m, F(1.1676998740e-1))
    p = fused(p, m, F(-1.2420140846e-1))
    p = fused(p, m, F(1.4249322787e-1))
    p = fused(p, m, F(-1.6668057665e-1))
    p = fused(p, m, F(2.0000714765e-1))
    p = fused(p, m, F(-2.4999993993e-1))
    p = fused(p, m, F(3.3333331174e-1))
    return fused(power, F(0.69314718), fused(fused(p, m, F(-0.5)), m * m, m))


@inlined
def normal(uniform):
    """Standard normal numbers for uniform ones in (-1, 1)."""
    w = logarithm(fused(uniform, F(0.0) - uniform, F(1.0))) * F(-1.0)
    a = w - F(2.5)
    p = repeated(F(2.81022636e-08))
    p = fused(p, a, F(3.43273939e-07))
    p = fused(p, a, F(-3.5233877e-06))
    p = fused(p, a, F(-4.39150654e-06))
    p = fused(p, a, F(0.00021858087))
    p = fused(p, a, F(-0.00125372503))
    p = fused(p, a, F(-0.00417768164))
    p = fused(p, a, F(0.246640727))
    p = fused(p, a, F(1.50140941))
    b = root(w) - F(3.0)
    q = repeated(F(-0.000200214257))
    q = fused(q, b, F(0.000100950558))
    q = fused(q, b, F(0.00134934322))
    q = fused(q, b, F(-0.00367342844))
    q = fused(q, b, F(0.00573950773))
    q = fused(q, b, F(-0.0076224613))
    q = fused(q, b, F(0.00943887047))
    q = fused(q, b, F(1.00167406))
    q = fused(q, b, F(2.83297682))
    return where_below(w, F(5.0), p, q) * uniform * F(1.41421356)


@inlined
def exponential(x):
    """Exponential of float32 within ±80, to rounding (coefficients of Cephes expf)."""
    n = floor(fused(x, F(1.44269504), F(0.5)))
    x = fused(n, F(2.12194440e-4), fused(n, F(-0.693359375), x))
    p = repeated(F(1.9875691500e-4))
    p = fused(p, x, F(1.3981999507e-3))
    p = fused(p, x, F(8.3334519073e-3))
    p = fused(p, x, F(4.1665795894e-2))
    p = fused(p, x, F(1.6666665459e-1))
    p = fused(p, x, F(5.0000001201e-1))
    return (fused(p, x * x, x) + F(1.0)) * from_bits((truncated(n) + U(127)) << U(23))


@inlined
def uniforms(high, low, draws):
    """Uniform numbers in (-1, 1) of the entry with key `high`, `low`, for draws whose keys are lanes."""
    hashed = mixed(mixed(draws ^ low) + high)
    return fused(counted(hashed >> U(9)) + F(0.5), F(2.0**-22), F(-1.0))


@inlined
def multiples(uniform, sigma):
    """Log-normal multiples of median one."""
    return exponential(normal(uniform) * sigma)
