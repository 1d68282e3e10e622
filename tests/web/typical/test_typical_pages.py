"""Pages of local typical values: what each reader sees, and that no page ever shows somebody else's value."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.factories.calls import analyst, answered, asked, given, plant
from tests.factories.records import AT, filled_activity, member, user

from qiantan.core.results.make import make_result
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries as results
from qiantan.registry.typical import operations, queries
from qiantan.registry.typical.models import Call, Contribution, Release

pytestmark = pytest.mark.django_db
SECRET = "853.71"
DAY = dt.timedelta(days=1)


@pytest.fixture
def by():
    return analyst()


@pytest.fixture
def running(by):
    """A call that is open now."""
    now = timezone.now()
    return operations.open_call(asked=asked(closes_at=now + 30 * DAY), by=by, at=now - DAY)


def give_secret(to: Call, clerk) -> Contribution:
    value = given(SECRET, 987.65, source="内部台账甲", evidence_name="甲.pdf", evidence=b"%PDF")
    return operations.give_value(call=to, site=plant(clerk), given=value, by=clerk, at=timezone.now())


def published(to: Call, by) -> Release:
    now = timezone.now()
    operations.close_call(call=to, by=by, at=now)
    release = operations.prepare_release(call=to, by=by, at=now + DAY)
    return operations.publish_release(release=release, by=by, at=now + DAY)


def page(client, name: str, *args) -> str:
    answer = client.get(reverse(f"typical:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_works_empty(client):
    assert "没有征集" in page(client, "list")


def test_everybody_sees_calls_and_whether_there_are_enough(client, running):
    answered(running, 8, at=timezone.now())
    assert "少于 9 家" in page(client, "list")
    assert "少于 9 家" in page(client, "call", running.public_id)
    answered(running, 1, at=timezone.now())
    assert "9 家及以上" in page(client, "list")


def test_the_list_costs_the_same_for_one_call_and_for_many(client, by, django_assert_max_num_queries):
    now = timezone.now()
    for number in range(25):
        operations.open_call(asked=asked(name_zh=f"产品{number}", closes_at=now + DAY), by=by, at=now)
    with django_assert_max_num_queries(4):
        assert "共 25 条" in page(client, "list")


def test_a_plant_gives_a_value_looks_at_it_corrects_and_withdraws_it(client, running):
    clerk = user()
    site = plant(clerk)
    client.force_login(clerk)
    address = reverse("typical:give", args=[running.public_id, site.public_id])
    assert "谁能看到什么" in client.get(address).content.decode()
    form = {"value": SECRET, "volume": "1000", "technology": "t1", "source": "台账", "group": ""}

    answer = client.post(address, {**form, "evidence": SimpleUploadedFile("证.pdf", b"%PDF")})

    made = Contribution.objects.get()
    assert answer["Location"] == reverse("typical:own", args=[made.public_id])
    own = page(client, "own", made.public_id)
    assert SECRET in own
    assert "证.pdf" in own
    assert client.get(reverse("typical:evidence", args=[made.public_id])).content == b"%PDF"
    assert SECRET in page(client, "mine")
    assert SECRET in client.get(address).content.decode()
    client.post(address, {**form, "value": "861"})
    assert "861" in page(client, "own", made.public_id)
    client.post(reverse("typical:withdraw", args=[made.public_id]))
    assert "已撤回并销毁" in page(client, "own", made.public_id)


def test_everything_wrong_comes_back_to_the_form(client, running):
    clerk = user()
    site = plant(clerk)
    client.force_login(clerk)
    address = reverse("typical:give", args=[running.public_id, site.public_id])

    answer = client.post(address, {"value": "-3", "volume": "0", "technology": "t1", "source": "x", "group": "1"})

    assert answer.status_code == 422
    assert answer.content.decode().count("应为大于零的数") >= 2
    assert not Contribution.objects.exists()


def test_a_value_is_taken_from_the_plants_own_frozen_study(client, by):
    clerk = user()
    activity = filled_activity(clerk)
    study = footprints.freeze_study(activity=activity, by=clerk, at=AT)
    run = results.run_of_study(viewer_of(clerk), study)
    result = make_result(results.documents(run).study)
    footprints.record_result(run=run, result=result, by=clerk, at=AT)
    now = timezone.now()
    to = operations.open_call(asked=asked(closes_at=now + DAY), by=by, at=now)
    client.force_login(clerk)
    address = reverse("typical:give", args=[to.public_id, activity.product.site.public_id])
    offered = client.get(address).content.decode()
    assert study.number in offered

    client.post(
        address, {"study": str(run.public_id), "value": "1", "volume": "5", "technology": "t1", "source": study.number}
    )

    stated = queries.my_values(viewer_of(clerk))[0].stated
    assert float(stated["value"]) == pytest.approx(result.total)
    assert stated["study"] == study.sha256


def test_a_study_of_another_plant_is_not_taken(client, running):
    stranger, clerk = user(), user()
    activity = filled_activity(stranger)
    study = footprints.freeze_study(activity=activity, by=stranger, at=AT)
    run = results.run_of_study(viewer_of(stranger), study)
    site = plant(clerk)
    client.force_login(clerk)
    address = reverse("typical:give", args=[running.public_id, site.public_id])
    assert client.get(address, {"study": str(run.public_id)}).status_code == 404


def test_the_department_opens_closes_prepares_and_publishes(client, by):
    client.force_login(by)
    tomorrow = (timezone.localdate() + DAY).isoformat()
    form = {
        "name_zh": "示例熟料", "kind": "footprint", "unit": "t", "volume_unit": "t", "boundary": "cradle_to_gate",
        "asked_zh": "每吨碳足迹", "data_year": "2025", "least": "9", "technologies": "新型干法|Dry kiln", "closes": tomorrow,
    }  # fmt: skip
    assert client.post(reverse("typical:open"), {**form, "unit": "石头"}).status_code == 422
    answer = client.post(reverse("typical:open"), form)
    call = Call.objects.get()
    assert answer["Location"] == reverse("typical:desk", args=[call.public_id])
    answered(call, 10, at=timezone.now())
    assert "按现在的名单，截止后可以汇总" in page(client, "desk", call.public_id)
    client.post(reverse("typical:close", args=[call.public_id]))
    assert "10 家独立企业" in page(client, "desk", call.public_id)
    client.post(reverse("typical:prepare", args=[call.public_id]), {"division": "", "technology": ""})
    release = Release.objects.get()
    assert "尚未发布" in page(client, "value", release.public_id)
    client.post(reverse("typical:publish", args=[release.public_id]))
    client.logout()
    assert "产量加权平均值" in page(client, "value", release.public_id)
    assert "最小值、最大值" in page(client, "value", release.public_id)


def test_the_desk_says_in_words_why_a_release_is_held(client, by, running):
    answered(running, 11, at=timezone.now())
    published(running, by)
    later = timezone.now() + 2 * DAY
    operations.reopen_call(call=running, closes_at=later, by=by, at=timezone.now())
    answered(running, 1, at=timezone.now())
    client.force_login(by)
    text = page(client, "desk", running.public_id)
    assert "与第1次发布相减，可推出不到5家企业的合计" in text


def test_a_held_release_is_refused_with_its_reasons(client, by, running):
    answered(running, 5, at=timezone.now())
    operations.close_call(call=running, by=by, at=timezone.now())
    client.force_login(by)
    answer = client.post(reverse("typical:prepare", args=[running.public_id]), {"division": "", "technology": ""})
    assert answer.status_code == 422
    assert "独立企业只有5家，至少要9家" in answer.content.decode()


def test_a_published_value_is_downloaded(client, by, running):
    answered(running, 10, at=timezone.now())
    release = published(running, by)
    answer = client.get(reverse("typical:value_csv", args=[release.public_id]))
    assert answer["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    assert release.figures["mean"] in text
    assert "不公布" in text


def readers(secret: Contribution, by):
    return {
        "visitor": None,
        "another plant": Contribution.objects.exclude(pk=secret.pk).first().given_by,
        "analyst": by,
    }


@pytest.mark.parametrize("who", ["visitor", "another plant", "analyst"])
def test_no_page_shows_somebody_elses_value(client, by, running, who):
    answered(running, 10, at=timezone.now())
    clerk = user()
    secret = give_secret(running, clerk)
    release = published(running, by)
    reader = readers(secret, by)[who]
    if reader:
        client.force_login(reader)
    addresses = [
        reverse("typical:list"),
        reverse("typical:mine"),
        reverse("typical:call", args=[running.public_id]),
        reverse("typical:desk", args=[running.public_id]),
        reverse("typical:give", args=[running.public_id, secret.site.public_id]),
        reverse("typical:own", args=[secret.public_id]),
        reverse("typical:evidence", args=[secret.public_id]),
        reverse("typical:value", args=[release.public_id]),
        reverse("typical:value_csv", args=[release.public_id]),
    ]
    for address in addresses:
        answer = client.get(address)
        text = answer.content.decode()
        assert not any(word in text for word in (SECRET, "987.65", "内部台账甲", "甲.pdf"))
        assert str(secret.public_id) in address or str(secret.public_id) not in text
        if "given/" in address or "sites/" in address:
            assert answer.status_code in {302, 403, 404}


def test_a_reader_of_the_plant_sees_and_does_not_change(client, running):
    clerk = user()
    secret = give_secret(running, clerk)
    client.force_login(member(secret.organisation, "reader"))
    text = page(client, "own", secret.public_id)
    assert SECRET in text
    assert reverse("typical:withdraw", args=[secret.public_id]) not in text
    give = reverse("typical:give", args=[running.public_id, secret.site.public_id])
    assert client.get(give).status_code == 403


def test_own_pages_are_never_kept_by_a_browser(client, running):
    clerk = user()
    secret = give_secret(running, clerk)
    client.force_login(clerk)
    for address in (reverse("typical:mine"), reverse("typical:own", args=[secret.public_id])):
        assert "no-store" in client.get(address)["Cache-Control"]
