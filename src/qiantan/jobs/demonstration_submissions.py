"""The demonstration of the review: an institute, an editor, two experts of other institutions, datasets on their way.

People and institutions are invented and say 示例. The figures are not: both are footprints of green tea read in published
papers, with the certainty of the notes they were read in. Neither source states its GWP set, so nothing is published: one
dataset is under review with that question asked, the other is accepted and waits in a release that says what is missing.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from qiantan.core.findings.uscc import check_character
from qiantan.registry.accounts import operations as accounts
from qiantan.registry.accounts.queries import find_account, organisations, viewer_of
from qiantan.registry.accounts.states import DepartmentRole
from qiantan.registry.submissions import operations
from qiantan.registry.submissions.queries import submissions
from qiantan.registry.submissions.states import CRITERIA

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import Organisation, User
    from qiantan.registry.submissions.models import Submission

CONTRIBUTOR = "contributor@institute.example.com"
EDITOR = "editor@department.example.com"
EXPERTS = (
    ("expert@university.example.com", "示例评审专家（大学）", "示例大学", "农产品生命周期评价"),
    ("expert@metrology.example.com", "示例评审专家（计量院）", "示例计量测试院", "温室气体核算与不确定度"),
)
UNSAID = "来源摘录未说明"
TEA = {
    "kind": "footprint",
    "topic": "agriculture",
    "per": "kg",
    "function": "1 kg 干茶",
    "gwp_set": "not stated",
    "uncertainty": UNSAID,
    "allocation": UNSAID,
    "cut_off": UNSAID,
    "sampling": UNSAID,
    "how_found": "text",
    "owner": "论文作者",
    "licence": "facts",
}
GUIZHOU = TEA | {
    "name_zh": "绿茶（贵州）全生命周期碳足迹",
    "name_en": "Green tea, Guizhou, cradle to grave",
    "co2e": "30.63",
    "boundary": "从摇篮到坟墓，含消费阶段（约 43% 为烧水）",
    "technology": "绿茶种植、加工与冲泡；工艺细节来源摘录未说明",
    "geography": "CN-520000",
    "reference_year": "2019",
    "published_year": "2022",
    "collection": "论文数据年份 2019；收集方式来源摘录未说明",
    "issuer": "He M.-B. et al.",
    "document": "Carbon footprint and carbon neutrality pathway of green tea in China",
    "number": "Adv. Clim. Change Res. 13 (2022) 443",
    "page": "第 443 页起；CPCD 目录转录",
    "certainty": "medium",
    "note": "结果含消费阶段。单一转录，未见原文表格；GWP 值集来源未说明。",
}
SHAANXI = TEA | {
    "name_zh": "绿茶（陕西小农户）全生命周期碳足迹",
    "name_en": "Green tea, Shaanxi smallholders, cradle to grave",
    "co2e": "32.9",
    "boundary": "从摇篮到坟墓：种植、加工、包装与运输、消费、处置",
    "technology": "小农户种植，其中消费 14.9、加工 7.94、种植 6.97 kgCO2e/kg",
    "geography": "CN-610000",
    "reference_year": "2021",
    "published_year": "2023",
    "collection": "论文数据年份 2021；收集方式来源摘录未说明",
    "issuer": "Agronomy 2023, 13, 364",
    "document": "Life Cycle Assessment of Carbon Footprint of Green Tea Produced by Smallholder Farmers in Shaanxi",
    "number": "doi 10.3390/agronomy13020364",
    "page": "摘要，Agronomy 13(2) 第 364 号",
    "certainty": "high",
    "note": "在论文页面的摘要中读到；GWP 值集来源未说明。",
}
SCORES = dict.fromkeys(CRITERIA, 2) | {"precision": 4, "documentation": 3}


@transaction.atomic
def seed_submissions(*, password: str, at: dt.datetime) -> None:
    """Make the people, one dataset under review and one that is accepted; doing it again changes nothing."""
    clerk = _person(CONTRIBUTOR, "示例提交人（研究院）", password, at)
    if submissions(viewer_of(clerk)).count:
        return
    keeper = _person(EDITOR, "示例因子库编辑", password, at)
    keeper = accounts.grant_department_role(email=EDITOR, role=DepartmentRole.EDITOR.value, by=None, at=at)
    institute = _institute(clerk, at)
    for email, name, institution, field in EXPERTS:
        _person(email, name, password, at)
        operations.grant_expert(email=email, institution=institution, field=field, by=keeper, at=at)
    accepted = _reviewed(SHAANXI, institute, clerk, keeper, at)
    for email, *_ in EXPERTS:
        _judge(accepted, email, at)
    operations.accept_submission(submission=accepted, by=keeper, at=at)
    _release(accepted, keeper, at)
    under_review = _reviewed(GUIZHOU, institute, clerk, keeper, at)
    expert = find_account(EXPERTS[0][0])
    question = "来源没有说明 GWP 值集。能否向作者核实，或给出各气体的数值？"
    operations.open_thread(submission=under_review, field="gwp_set", text=question, by=expert, at=at)


def _reviewed(
    answers: dict[str, str], of: "Organisation", clerk: "User", keeper: "User", at: dt.datetime
) -> "Submission":
    made = operations.start_submission(organisation=of, answers=answers, by=clerk, at=at)
    operations.submit(submission=made, by=clerk, at=at)
    operations.begin_check(submission=made, by=keeper, at=at)
    for email, *_ in EXPERTS:
        person = find_account(email)
        operations.appoint_expert(submission=made, expert=person.expert, by=keeper, at=at)
    return operations.begin_review(submission=made, by=keeper, at=at)


def _judge(made: "Submission", email: str, at: dt.datetime) -> None:
    operations.give_verdict(
        submission=made,
        outcome="accept",
        reason="单一来源，不确定度未给出；边界清楚，可用于行业对比。",
        scores=SCORES,
        unbound=True,
        by=find_account(email),
        at=at,
    )


def _release(made: "Submission", keeper: "User", at: dt.datetime) -> None:
    stated = {
        "edition": f"{at.year}-1",
        "title_zh": "示例：第一次评审发布（准备中）",
        "title_en": "Example: first reviewed release, in preparation",
        "notes_zh": "示例发布。所列数据集的 GWP 值集尚未核实，核实之前不能发布。",
        "notes_en": "An example. The GWP set of its dataset is not known yet, so it cannot be published.",
        "review_by": f"{at.year + 3}-12-31",
    }
    draft = operations.open_release(stated=stated, by=keeper, at=at)
    operations.add_to_release(draft=draft, submission=made, by=keeper, at=at)


def _institute(clerk: "User", at: dt.datetime) -> "Organisation":
    known = organisations(viewer_of(clerk))
    if known:
        return known[0]
    body = "12520000MB0000002"
    uscc = body + check_character(body)
    return accounts.register_organisation(name="示例农产品研究院", uscc=uscc, division="520100", by=clerk, at=at)


def _person(email: str, name: str, password: str, at: dt.datetime) -> "User":
    return find_account(email) or accounts.create_account(email=email, password=password, name=name, at=at)
