"""The task centre: who sees what, cancel, retry, the polled row."""

import pytest
from tests.factories.records import AT, member, organisation, user

from qiantan.core.findings import Text
from qiantan.registry.tasks.models import Task
from qiantan.registry.tasks.operations import queue_task, report_progress, start_task

pytestmark = pytest.mark.django_db


def test_a_running_task_shows_its_phase_and_progress_and_polls(client):
    manager = user()
    task = _task(organisation(manager), manager)
    start_task(public_id=str(task.public_id), at=AT)
    report_progress(task=task, phase=Text("抽样", "Sampling"), done=6400, total=10000)
    client.force_login(manager)

    text = client.get("/tasks/").content.decode()

    assert "抽样 6,400 / 10,000" in text
    assert 'value="64"' in text
    assert f'hx-get="/tasks/{task.public_id}/row/"' in text


def test_the_row_alone_is_sent_to_the_page_that_polls(client):
    manager = user()
    task = _task(organisation(manager), manager)
    client.force_login(manager)
    here = f"/tasks/{task.public_id}/row/"

    fragment = client.get(here, headers={"HX-Request": "true"}).content.decode()

    assert fragment.strip().startswith('<div class="qt-progress')
    assert client.get(here)["Location"] == f"/tasks/{task.public_id}/"


def test_an_ended_task_stops_polling(client):
    manager = user()
    task = _task(organisation(manager), manager)
    Task.objects.filter(pk=task.pk).update(state="failed", message_zh="文件加了密码。", finished_at=AT)
    client.force_login(manager)

    fragment = client.get(f"/tasks/{task.public_id}/row/", headers={"HX-Request": "true"}).content.decode()

    assert "hx-trigger" not in fragment
    assert "文件加了密码。" in fragment
    assert "重试" in fragment


def test_an_editor_cancels_and_retries(client):
    made = organisation(user())
    editor = member(made, "editor")
    task = _task(made, editor)
    client.force_login(editor)
    here = f"/tasks/{task.public_id}/"

    client.post(f"{here}cancel/")
    cancelled = Task.objects.get().state
    client.post(f"{here}retry/")

    assert (cancelled, Task.objects.get().state) == ("cancelled", "queued")


def test_a_finished_task_cannot_be_cancelled_and_the_page_says_so(client):
    manager = user()
    task = _task(organisation(manager), manager)
    Task.objects.filter(pk=task.pk).update(state="done", finished_at=AT)
    client.force_login(manager)

    answer = client.post(f"/tasks/{task.public_id}/cancel/")

    assert answer.status_code == 409
    assert "该任务已完成，不能进行此操作。" in answer.content.decode()


@pytest.mark.parametrize("what", ["cancel", "retry"])
def test_a_reader_looks_but_does_not_touch(client, what):
    made = organisation(user())
    task = _task(made, member(made, "editor"))
    client.force_login(member(made, "reader"))

    text = client.get("/tasks/").content.decode()
    answer = client.post(f"/tasks/{task.public_id}/{what}/")

    assert "水泥.xlsx" in text
    assert "/cancel/" not in text
    assert answer.status_code == 403
    assert Task.objects.get().state == "queued"


def test_a_stranger_sees_none_of_it(client):
    manager = user()
    task = _task(organisation(manager), manager)
    client.force_login(user())

    answers = [
        client.get("/tasks/"),
        client.get(f"/tasks/{task.public_id}/"),
        client.post(f"/tasks/{task.public_id}/cancel/"),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert not any("水泥.xlsx" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, count, django_assert_num_queries):
    manager = user()
    made = organisation(manager)
    for _ in range(count):
        _task(made, manager)
    client.force_login(manager)

    with django_assert_num_queries(6):
        client.get("/tasks/")


def test_nonsense_in_the_address_gives_the_first_page(client):
    client.force_login(user())

    assert client.get("/tasks/?page=zwei&state=nothing&kind=nothing").status_code == 200
    assert client.get(f"/tasks/?page={'9' * 400}").status_code == 200


def _task(of, by) -> Task:
    return queue_task(organisation=of, kind="import", subject="x", payload={}, by=by, at=AT, title="水泥.xlsx")
