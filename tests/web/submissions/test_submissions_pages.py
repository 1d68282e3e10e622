"""Pages of contributors, reviewers and editors: the whole journey by hand, what is shown, what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.offered import SCORES, accepted, drafted, editor, expert, published, release, reviewing, submitted
from tests.factories.proposals import proposal
from tests.factories.records import member, organisation, user

from qiantan.core.datasets.proposal.stated import dataset_of
from qiantan.core.formats.catalogue import CODECS
from qiantan.core.formats.proposals import write
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.submissions.models import Submission

pytestmark = pytest.mark.django_db


def page(client, who, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def here(made: Submission) -> str:
    return f"/submissions/{made.public_id}/"


def upload(client, of, name: str, content: bytes):
    file = SimpleUploadedFile(name, content)
    return client.post("/submissions/upload/", {"organisation": str(of.public_id), "file": file})


def test_the_whole_journey_from_an_empty_form_to_the_page_of_the_factor(client):
    clerk, keeper = user(), editor()
    home = organisation(clerk, "示例研究院")
    experts = [expert(keeper) for _ in range(2)]
    client.force_login(clerk)
    form = client.post("/submissions/begin/", {"organisation": str(home.public_id)})["Location"]
    saved = client.post(form, {**proposal(page=""), "version": "1", "then": "submit"})
    assert saved.status_code == 422
    assert "请填写。" in saved.content.decode()
    made = Submission.objects.get()
    assert made.answers["boundary"] == "从摇篮到大门：石膏开采、运输、煅烧、成型"
    assert client.post(form, {**proposal(), "version": "2", "then": "submit"})["Location"] == here(made)

    client.force_login(keeper)
    client.post(f"{here(made)}check/")
    for one in experts:
        client.post(f"{here(made)}appoint/", {"expert": one.pk})
    client.post(f"{here(made)}review/")
    client.force_login(experts[0].user)
    client.post(f"{here(made)}threads/", {"field": "page", "text": "哪一版报告？"})
    thread = made.threads.get()
    client.force_login(clerk)
    client.post(f"/submissions/threads/{thread.public_id}/comment/", {"text": "2025 年版"})
    for one in experts:
        client.force_login(one.user)
        given = {**dict.fromkeys(SCORES, "2"), "outcome": "accept", "unbound": "on"}
        client.post(f"{here(made)}verdict/", given)
    client.force_login(experts[0].user)
    client.post(f"/submissions/threads/{thread.public_id}/close/")
    client.force_login(keeper)
    client.post(f"{here(made)}accept/")
    stated = {"edition": "1", "title_zh": "第一版", "title_en": "First", "review_by": "2029-12-31"}
    prepared = client.post("/submissions/releases/new/", stated)["Location"]
    client.post(f"{prepared}add/", {"submission": str(made.public_id)})
    client.post(f"{prepared}publish/")

    made.refresh_from_db()
    assert made.state == "published"
    text = client.get(f"/factors/{made.factor}/").content.decode()
    assert "评审记录" in text
    assert "示例大学" in text
    assert "35%" in text
    assert made.factor in client.get("/factors/?q=测试用石膏板").content.decode()


def test_a_workbook_becomes_drafts_and_a_broken_one_says_everything_and_saves_nothing(client):
    clerk = user()
    home = organisation(clerk)
    client.force_login(clerk)

    good = upload(client, home, "数据.xlsx", write([proposal(), proposal(name_zh="另一种石膏板")]))
    assert good["Location"] == "/submissions/"
    assert Submission.objects.filter(way="workbook", origin="数据.xlsx", state="draft").count() == 2

    broken = upload(client, home, "坏.xlsx", write([proposal(page="", per="车")]))
    text = broken.content.decode()
    assert broken.status_code == 422
    assert "没有保存任何数据集" in text
    assert text.count("数据集!") >= 2
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("codec", ["tidas", "ilcd", "openlca"])
def test_an_exchange_file_becomes_a_draft_whose_gaps_stand_at_their_fields(client, codec):
    clerk = user()
    home = organisation(clerk)
    client.force_login(clerk)

    answer = upload(client, home, "包.zip", CODECS[codec].write([dataset_of(proposal(), "gzr-00001-1")]))

    made = Submission.objects.get()
    assert answer["Location"] == f"{here(made)}form/"
    text = client.get(answer["Location"]).content.decode()
    assert "qt-field--wrong" in text
    assert made.answers["technology"] == "脱硫石膏，天然气烘干"


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"%PDF-1.7"), ("a.zip", b"PK\x03\x04oops"), ("a.xml", b"<?xml ")]
)
def test_a_file_nobody_reads_is_refused_in_words(client, name, content):
    clerk = user()
    home = organisation(clerk)
    client.force_login(clerk)

    answer = upload(client, home, name, content)

    assert answer.status_code == 422
    assert "没有保存任何数据集" in answer.content.decode()


def test_nobody_uploads_for_a_stranger(client):
    foreign = organisation(user())
    clerk = user()
    organisation(clerk)
    client.force_login(clerk)

    assert upload(client, foreign, "数据.xlsx", write([proposal()])).status_code == 422
    assert client.post("/submissions/begin/", {"organisation": str(foreign.public_id)}).status_code == 403
    assert Submission.objects.count() == 0


def test_two_people_saving_at_once_are_told(client):
    made = drafted()
    client.force_login(made.created_by)
    client.post(f"{here(made)}form/", {**proposal(note="甲"), "version": "1"})
    answer = client.post(f"{here(made)}form/", {**proposal(note="乙"), "version": "1"})
    assert answer.status_code == 409
    assert "别人刚刚保存过" in answer.content.decode()
    assert "乙" in answer.content.decode()


def test_the_contributor_sees_questions_but_not_who_judges_before_the_decision(client):
    made = reviewing(editor())
    name = made.appointments.first().expert.user.email

    text = page(client, made.created_by, here(made))

    assert "专家评审" in text
    assert name not in text
    assert "编辑办理" not in text


def test_an_editor_of_the_same_institution_is_told_why_nothing_can_be_done(client):
    keeper = editor()
    made = submitted(keeper)

    text = page(client, keeper, here(made))

    assert "不能审查这个数据集" in text
    assert "编辑办理" not in text


def test_an_accept_too_early_is_refused_with_all_reasons(client):
    keeper = editor()
    made = reviewing(keeper)
    client.force_login(keeper)

    text = client.post(f"{here(made)}accept/", follow=True).content.decode()

    assert "至少 2 位专家通过" in text
    made.refresh_from_db()
    assert made.state == "reviewing"


def test_a_verdict_half_filled_in_comes_back_as_it_was(client):
    made = reviewing(editor())
    client.force_login(made.appointments.first().expert.user)

    answer = client.post(f"{here(made)}verdict/", {"outcome": "return", "reason": "", "technology": "3"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请打 1 至 5 分" in text
    assert '<option value="3" selected' in text


def test_a_release_shows_what_it_changes_and_what_stands_against_it(client):
    keeper = editor()
    total = {"co2e": "116", "co2_fossil": "", "ch4_fossil": "", "n2o": "", "gwp_set": "not stated"}
    draft = release(keeper, accepted(keeper, **total))

    text = page(client, keeper, f"/submissions/releases/{draft.public_id}/")

    assert "116 kgCO₂e/t" in text
    assert "没有说明 GWP 值集" in text
    assert "影响预览" not in text
    assert "影响预览" in page(client, user(department="analyst"), f"/submissions/releases/{draft.public_id}/")


def test_a_retired_factor_wears_its_banner_and_is_found_among_what_lapsed(client):
    keeper = editor()
    made = published(keeper)
    client.force_login(keeper)
    client.post("/submissions/desk/retire/", {"factor": made.factor, "reason_zh": "来源撤回", "reason_en": "Withdrawn"})

    text = client.get(f"/factors/{made.factor}/").content.decode()
    assert "已停用" in text
    assert "来源撤回" in text
    assert made.factor not in client.get("/factors/?q=测试用石膏板").content.decode()
    assert made.factor in client.get("/factors/?q=测试用石膏板&state=lapsed").content.decode()
    assert FactorValue.objects.get(pk=made.factor).state == "retired"


def test_the_api_serves_reviewed_values_with_state_and_predecessor(client):
    first = published(editor())
    second = published(editor(), predecessor=first.factor, edition="2")

    new = client.get(f"/api/v1/factors/{second.factor}").json()
    old = client.get(f"/api/v1/factors/{first.factor}").json()

    assert (new["state"], new["predecessor"], new["review_by"]) == ("published", first.factor, "2029-03-02")
    assert (old["state"], old["predecessor"]) == ("superseded", None)
    assert client.get("/api/v1/releases/guizhou-review-2/archive").status_code == 200
    lapsed = client.get("/api/v1/factors?q=测试用石膏板&state=lapsed").json()
    assert [one["id"] for one in lapsed["items"]] == [first.factor]


def test_the_desks_are_in_english_too_and_empty_ones_say_what_comes(client):
    keeper = editor()
    client.cookies["qt_language"] = "en"
    for address in ("", "new/", "reviews/", "desk/", "desk/due/", "experts/", "releases/", "releases/new/"):
        client.force_login(keeper)
        answer = client.get(f"/submissions/{address}")
        assert answer.status_code == 200
    assert "No dataset waits" in client.get("/submissions/desk/").content.decode()


def test_the_template_of_the_workbook_is_a_workbook(client):
    client.force_login(user())
    assert client.get("/submissions/template/").content[:2] == b"PK"


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_and_three(client, count, django_assert_num_queries):
    keeper, clerk = editor(), user()
    home = organisation(clerk)
    for _ in range(count):
        submitted(clerk, home)
    client.force_login(clerk)
    with django_assert_num_queries(6):  # session, person, memberships, count, rows, unseen
        client.get("/submissions/")
    client.force_login(keeper)
    with django_assert_num_queries(7):  # and how many wait in each state
        client.get("/submissions/desk/")


def test_a_reader_looks_and_cannot_hand_in(client):
    made = drafted()
    reader = member(made.organisation, "reader")
    assert "填写</a>" not in page(client, reader, here(made))
    assert client.post(f"{here(made)}submit/").status_code == 403
