"""The public record of the review behind a factor: who reviewed it, how they scored it, when it moved, what it documents."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.datasets.proposal.fields import FIELDS
from qiantan.registry.submissions.queries import ReviewRecord
from qiantan.registry.submissions.states import BEST, CRITERIA, LABELS, OUTCOMES, WORST, Outcome, State
from qiantan.web.ui.parts import Cell, Column, Moment, Row, Table, Term
from qiantan.web.ui.wording import words

# What the page of a factor does not say otherwise.
DOCUMENTED = (
    "function", "technology", "allocation", "cut_off", "completeness", "gwp_set", "grid", "collection", "share_of_supply",
    "annual_volume", "annual_unit", "sampling", "uncertainty", "owner", "access",
)  # fmt: skip


def record(found: ReviewRecord | None) -> dict[str, object] | None:
    """Return the review of a factor for its page; none where there is none."""
    if found is None:
        return None
    return {
        "terms": [
            Term(name=_("提交单位"), text=found.contributor),
            Term(name=_("第几次提交后通过"), text=str(found.round)),
            Term(name=_("数据集摘要（SHA-256）"), text=found.sha256, code=True),
        ],
        "scores": _scores(found),
        "documented": _documented(found),
        "history": [
            Moment(title=words(LABELS[State(one.after)]), at=date_format(localtime(one.at), "Y-m-d"), tone="neutral")
            for one in reversed(found.moves)
        ],
    }


def _scores(found: ReviewRecord) -> Table:
    """Return the experts with their institutions, outcomes and scores; 1 is best, 5 worst."""
    columns = [Column(title=_("准则")), *(Column(title=_expert(one), numeric=True) for one in found.verdicts)]
    rows = [
        Row(cells=[Cell(text=_("意见")), *(Cell(text=words(OUTCOMES[Outcome(one.outcome)])) for one in found.verdicts)])
    ]
    rows += [
        Row(cells=[Cell(text=words(label)), *(Cell(text=str(one.scores.get(key, "—"))) for one in found.verdicts)])
        for key, label in CRITERIA.items()
    ]
    caption = _("专家评分，%(best)d 最好，%(worst)d 最差") % {"best": BEST, "worst": WORST}
    return Table(caption=caption, columns=columns, rows=rows, show_caption=True)


def _expert(verdict: object) -> str:
    expert = verdict.appointment.expert
    return f"{expert.user.name or _('评审专家')} · {expert.institution}"


def _documented(found: ReviewRecord) -> list[Term]:
    terms = []
    for key in DOCUMENTED:
        answer = found.answers.get(key, "")
        if answer:
            field = FIELDS[key]
            label = dict(field.choices).get(answer)
            text = words(label) if label else f"{answer}%" if field.form == "percent" else answer
            terms.append(Term(name=words(field.label), text=text))
    return terms
