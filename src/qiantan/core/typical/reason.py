"""Why a figure is held back, in words for the department; none of them depends on a plant's value."""

from typing import NamedTuple

from qiantan.core.findings import Text


class Reason(NamedTuple):
    """A rule that is not kept: its code, what was found, what would remedy it."""

    code: str
    text: Text
    remedy: Text


def too_few(count: int, least: int) -> Reason:
    """Too few independent contributors."""
    return Reason(
        "TV-COUNT",
        Text(
            f"独立企业只有{count}家，至少要{least}家。",
            f"{count} independent contributors; at least {least} are needed.",
        ),
        Text("等待更多企业填报，或延长征集。", "Wait for more plants, or extend the call."),
    )


def dominated(largest: int, share: float, limit: float) -> Reason:
    """The largest contributors make up too much of the output."""
    return Reason(
        f"TV-DOMINANCE-{largest}",
        Text(
            f"产量最大的{largest}家合计占{share:.0%}，超过{limit:.0%}（优势规则）。",
            f"The {largest} largest make up {share:.0%} of the output, more than {limit:.0%} (dominance rule).",
        ),
        Text(
            "需要更多其他企业参与，或改用更大的范围。", "More of the other plants must take part, or widen the range."
        ),
    )


def thin_cover() -> Reason:
    """The others could not hide the largest contributor from those in the know."""
    return Reason(
        "TV-PQ",
        Text(
            "除最大的一家和可能互通数值的企业外，其余企业产量太小，掩护不了它（(p, q) 规则）。",
            "Beside the largest and those who may share their values, the rest is too small to hide it ((p, q) rule).",
        ),
        Text(
            "需要更多其他企业参与，或改用更大的范围。", "More of the other plants must take part, or widen the range."
        ),
    )


def subtractable(number: int, count: int, least: int) -> Reason:
    """Subtraction from an earlier release would single out a few contributors."""
    few = Text(f"不到{least}家", f"fewer than {least}") if count < least else Text("一部分", "some")
    return Reason(
        "TV-DIFFERENCE",
        Text(
            f"与第{number}次发布相减，可推出{few.zh}企业的合计（相减防护）。",
            f"Subtracted from release {number}, it would tell the total of {few.en} contributors.",
        ),
        Text(
            f"沿用已发布的一版；有变动的企业达到{least}家并足以互相掩护后再发布。",
            f"Keep the published one until {least} or more contributors have changed and hide one another.",
        ),
    )


def nothing_new(number: int) -> Reason:
    """The same facts were released before."""
    return Reason(
        "TV-SAME",
        Text(
            f"与第{number}次发布的企业和数值完全相同。", f"The contributors and values are those of release {number}."
        ),
        Text("无需再次发布。", "There is no need for another release."),
    )


def too_coarse(limit: float) -> Reason:
    """Rounding that protects would leave nothing of use."""
    return Reason(
        "TV-ROUNDING",
        Text(
            f"要保护每一家，修约间隔须超过典型值的{limit:.0%}，发布已无意义。",
            f"To protect everyone the rounding step would exceed {limit:.0%} of the value: of no use.",
        ),
        Text("需要更多企业参与，或改用更大的范围。", "More plants must take part, or widen the range."),
    )
