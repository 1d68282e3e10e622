r"""The guard against subtraction: can anything published, taken together, be solved for a plant?

**What is public.** Release *r* publishes the mean ``M_r = Σ_{i∈S_r} w_i v_i / W_r`` of a cohort ``S_r``. Attackers are
given more than they have: every output ``w_i``, every cohort, and every mean *unrounded*. Facts that stand in exactly the
same releases form a *piece* ``a`` with total ``T_a = Σ_{i∈a} w_i v_i``; the means are ``W_r M_r = Σ_a B_ra T_a`` with ``B``
of zeros and ones. So all linear combinations of all releases are the row space of ``B``, and that is what is examined:
differences between releases, nested regions, overlapping classes, and chains of them alike.

**The rule.** Let ``m`` be the typical value, ``p`` the protection, ``q`` what outsiders know of a plant beforehand, ``c``
the size of a coalition, ``N'`` the least difference. Pieces with fewer than ``N'`` contributors lend no cover and are
protected as one; in the others the ``c`` largest contributors lend no cover, as they may be the coalition. The target
``J`` of a piece is its largest contributor (small piece: all of it) with output ``w_J``. The cohorts are safe when for
every piece ``a`` there are shifts ``t_b`` of the totals of pieces, ``|t_b| ≤ q·m·cover_b``, with ::

    B t = -p·m·w_J B_a,    cover_b = W_b - (c largest of b),    cover_a = W_a - w_J - (c next largest of a)

**Theorem.** If the cohorts are safe, then for every contributor ``J`` and every coalition ``K`` of ``c`` others there are
two worlds, in one of which ``J``'s value is ``p·m`` higher and in the other ``p·m`` lower, such that every published mean
is the same to the last digit, every member of ``K`` has the value it knows, and every other value differs by at most
``q·m``. Nobody who knows ``K``'s values, and the rest to ``q`` per cent, can tell these worlds apart; so nobody bounds
``J``'s value within ``p`` per cent of ``m``.

*Proof.* Take the largest ``J`` of a piece first. In each piece ``b`` the members of ``K`` hold at most as much output as
its ``c`` largest (in ``a``: the ``c`` largest after ``J``), so the others hold at least ``cover_b`` and raising each of
their values by ``t_b / (their output)`` moves ``T_b`` by ``t_b`` and no value by more than ``q·m``. With ``J`` itself
raised by ``p·m`` every ``T`` moves by ``t + p·m·w_J e_a``, which ``B`` maps to zero. The other world is the mirror image.
A smaller ``J'`` of the same piece needs the shifts scaled by ``w_J'/w_J ≤ 1``, and its cover in ``a`` is no smaller:
``W_a`` less ``J'`` and the ``c`` largest of the others is at least ``W_a`` less the ``c + 1`` largest. In a small piece
scale all contributors' shifts likewise. ∎

A piece alone (one release) gives ``p·w_1 ≤ q·(W - w_1 - … - w_{1+c})``: the (p, q) rule of the Handbook for outputs. A
total that can be solved for has ``t_b = 0`` outside of it, so it must protect itself: the threshold rule for differences.

**The answer tells nothing.** It depends on outputs, cohorts and the rule; values are never read. Whoever learns that a
release was refused learns what anybody could have computed (*simulatable auditing*: Kenthapadi, Mishra & Nissim, PODS
2005). Sources of the rest: ESSNet SDC, *Handbook on Statistical Disclosure Control*, threshold, dominance and (p, q)
rules; Chin & Özsoyoğlu, *Auditing and inference control in statistical databases*, IEEE TSE 1982, for auditing of sums by
linear algebra.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qiantan.core.typical.contribution import Cohort, Numbers
from qiantan.core.typical.rule import DisclosureRule

TOLERANCE = 1e-9
PLENTY = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Facts that stand in exactly the same releases: which (by place), how many contributors, their outputs by size."""

    releases: tuple[int, ...]
    outputs: tuple[float, ...]

    @property
    def contributors(self) -> int:
        """How many independent contributors it has."""
        return len(self.outputs)

    @property
    def output(self) -> float:
        """Output of all of it."""
        return sum(self.outputs)


def pieces(cohorts: Sequence[Cohort]) -> tuple[Piece, ...]:
    """Return the pieces that the cohorts cut one another into."""
    facts = {fact.id: fact for cohort in cohorts for fact in cohort.facts}
    places = {name: place for place, name in enumerate(facts)}
    member = np.zeros((len(cohorts), len(facts)), dtype=bool)
    for row, cohort in zip(member, cohorts, strict=True):
        row[[places[fact.id] for fact in cohort.facts]] = True
    outputs: dict[bytes, dict[str, float]] = {}
    patterns = {}
    for fact, column in zip(facts.values(), member.T, strict=True):
        key = column.tobytes()
        patterns[key] = column
        by_group = outputs.setdefault(key, {})
        by_group[fact.group] = by_group.get(fact.group, 0.0) + fact.volume
    return tuple(
        Piece(
            releases=tuple(np.flatnonzero(patterns[key]).tolist()),
            outputs=tuple(sorted(by_group.values(), reverse=True)),
        )
        for key, by_group in outputs.items()
    )


def exposed(cohorts: Sequence[Cohort], rule: DisclosureRule) -> tuple[Piece, ...]:
    """Return the pieces whose contributors the cohorts do not protect (see the theorem); none when all is safe."""
    found = pieces(cohorts)
    incidence = np.zeros((len(cohorts), len(found)))
    for column, piece in enumerate(found):
        incidence[list(piece.releases), column] = 1.0
    cover = np.array([rule.q * _cover(piece, rule) for piece in found])
    bare = []
    for place, piece in enumerate(found):
        lacking = _lacking(piece, rule)
        if lacking > TOLERANCE * piece.output and not _absorbed(incidence, cover / lacking, place):
            bare.append(piece)
    return tuple(bare)


def _cover(piece: Piece, rule: DisclosureRule) -> float:
    """Return the output that may shift in a piece to hide somebody elsewhere."""
    if piece.contributors < rule.least_difference.value:
        return 0.0
    return sum(piece.outputs[rule.coalition.value :])


def _lacking(piece: Piece, rule: DisclosureRule) -> float:
    """Return how much of the target's shift its own piece cannot absorb (output times share of the typical value)."""
    if piece.contributors < rule.least_difference.value:
        return rule.p * piece.output
    own = sum(piece.outputs[rule.coalition.value + 1 :])
    return rule.p * piece.outputs[0] - rule.q * own


def _absorbed(incidence: Numbers, cover: Numbers, place: int) -> bool:
    """Say whether the other pieces can absorb what one lacks and leave every release as it was; `cover` is counted in it.

    Counting shifts in the cover, that of least squares is a witness when it is exact and nowhere above one. Where it is
    not, linear programming decides.
    """
    others = np.flatnonzero((cover > 0) & (np.arange(len(cover)) != place))
    if not len(others):
        return False
    wanted = -incidence[:, place]
    # A cover beyond need is as good as plenty; numbers of like size keep the solvers honest.
    scaled = incidence[:, others] * np.minimum(cover[others], PLENTY)
    shift, *_ = np.linalg.lstsq(scaled, wanted, rcond=None)
    if float(np.abs(scaled @ shift - wanted).max()) > TOLERANCE:
        return False
    return bool(np.abs(shift).max() <= 1.0) or _feasible(scaled, wanted)


def _feasible(scaled: Numbers, wanted: Numbers) -> bool:
    from scipy.optimize import linprog  # only the rare case that least squares leaves open needs it

    answer = linprog(np.zeros(scaled.shape[1]), A_eq=scaled, b_eq=wanted, bounds=(-1.0, 1.0), method="highs")
    return bool(answer.status == 0)
