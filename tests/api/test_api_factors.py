"""The factors for machines: search, walk, one, files, conditions, problems."""

import csv
import hashlib
import io
import re
import zipfile
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from qiantan.core.rules import load

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_library")]
ROOT = "/api/v1"


def following(answer) -> str | None:
    found = re.search(r'<([^>]*)>; rel="next"', answer.get("Link", ""))
    return found and found[1].removeprefix("http://testserver")


def test_a_search_says_figures_as_published_and_counts_every_facet(client):
    body = client.get(f"{ROOT}/factors", {"q": "电", "limit": 1}).json()

    [one] = body["items"]
    assert (one["id"], one["emissions"]) == ("cn-elec-cf-2024-CN", [{"flow": "co2e", "kg": "0.5777"}])
    assert one["source"]["place"] == "表1"
    assert (one["value"], one["uncertainty"], one["valid_to"]) == (None, None, None)
    assert sum(body["facets"]["kind"].values()) == body["total"] > 100
    assert body["total_is_lower_bound"] is False


def test_the_pages_of_a_search_follow_one_another_to_the_end(client):
    address, seen = f"{ROOT}/factors?q=电力&kind=electricity_emission&limit=50", []
    while address:
        answer = client.get(address)
        seen += [one["id"] for one in answer.json()["items"]]
        address = following(answer)

    assert len(seen) == len(set(seen)) == answer.json()["total"] == 120


def test_everything_can_be_walked_in_the_order_of_ids(client):
    address, seen = f"{ROOT}/factors?order=id&limit=100", []
    while address:
        answer = client.get(address)
        seen += [one["id"] for one in answer.json()["items"]]
        address = following(answer)

    assert seen == sorted(load.factor_ids())


def test_a_cursor_of_another_question_is_refused(client):
    cursor = parse_qs(urlsplit(following(client.get(f"{ROOT}/factors?q=煤"))).query)["cursor"][0]

    answer = client.get(f"{ROOT}/factors", {"q": "电", "cursor": cursor})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("#stale-cursor")


@pytest.mark.parametrize("cursor", ["x", "é", "W10", "WzEsImEiXQ", "bnVsbA", "A" * 400])
def test_a_made_up_cursor_is_refused(client, cursor):
    assert client.get(f"{ROOT}/factors", {"cursor": cursor}).status_code == 400


def test_every_fault_of_the_parameters_is_named_at_once(client):
    answer = client.get(f"{ROOT}/factors", {"limit": "0", "order": "best", "q": "a" * 200})

    assert answer.status_code == 422
    assert {one["parameter"] for one in answer.json()["errors"]} == {"limit", "order", "q"}
    assert answer.json()["title"] == "参数不对"


def test_a_misspelt_parameter_does_not_return_everything(client):
    answer = client.get(f"{ROOT}/factors", {"qq": "煤", "region": "CN"})

    assert answer.status_code == 422
    assert [one["parameter"] for one in answer.json()["errors"]] == ["qq", "region"]


def test_one_factor_names_licence_source_and_permanent_address(client):
    one = client.get(f"{ROOT}/factors/cpcd-15200X0502025C-1").json()

    assert one["licence"]["id"] == "ask_owner"
    assert one["licence"]["open"] is False
    assert one["url"] == "http://testserver/factors/cpcd-15200X0502025C-1/"
    assert one["data_year"] == 2025


@pytest.mark.parametrize(
    "address", ["factors/nothing", "factors/nothing/csv", "releases/nothing", "nothing", "", "releases/nothing/archive"]
)
def test_what_does_not_exist_is_a_problem(client, address):
    answer = client.get(f"{ROOT}/{address}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    answer = getattr(client, method)(f"{ROOT}/factors")

    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json()["type"].endswith("#method-not-allowed")


@pytest.mark.parametrize(
    "address", ["factors?q=煤", "factors/cn-elec-cf-2024-CN", "releases", "releases/archive", "openapi.json"]
)
def test_the_same_bytes_are_not_sent_twice(client, address):
    first = client.get(f"{ROOT}/{address}")
    again = client.get(f"{ROOT}/{address}", headers={"If-None-Match": first["ETag"]})
    head = client.head(f"{ROOT}/{address}")

    assert (again.status_code, again.content) == (304, b"")
    assert head["ETag"] == first["ETag"] == again["ETag"]
    assert head.content == b""


def test_a_release_is_an_archive_whose_digests_hold(client):
    answer = client.get(f"{ROOT}/releases/mee-ets-fuels/archive")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    release = yaml.safe_load(files["mee-ets-fuels/release.yaml"])
    assert hashlib.sha256(files["mee-ets-fuels/factors.csv"]).hexdigest() == release["sha256"]
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    assert "烟煤 单位热值含碳量" in files["withheld.csv"].decode()


def test_the_open_archive_leaves_out_what_its_owner_must_be_asked_for(client):
    answer = client.get(f"{ROOT}/releases/archive")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        folders = {name.split("/")[0] for name in archive.namelist() if "/" in name}
        withheld = archive.read("withheld.csv").decode()
    assert folders == {release.id for release in load.releases()} - {"cpcd-single-facts-2025"}
    assert "CPCD 其余材料与运输行" in withheld


def test_a_closed_release_says_whom_to_ask(client):
    answer = client.get(f"{ROOT}/releases/cpcd-single-facts-2025/archive")

    assert answer.status_code == 403
    assert "lca.cityghg.com" in answer.json()["detail"]
    assert client.get(f"{ROOT}/releases/cpcd-single-facts-2025").json()["download"] is None


def test_one_factor_as_csv_is_its_line_of_the_rulebook(client):
    answer = client.get(f"{ROOT}/factors/cn-elec-cf-2024-CN/csv")

    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["id"], row["kg"], row["per"], row["place"]) == ("cn-elec-cf-2024-CN", "0.5777", "kWh", "表1")


def test_a_page_of_results_takes_few_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(f"{ROOT}/factors", {"q": "煤", "geography": "CN"})


def test_who_asks_too_often_is_told_when_to_come_back(client, monkeypatch):
    from qiantan.api.site import api

    [throttle] = api.throttle if isinstance(api.throttle, list) else [api.throttle]
    monkeypatch.setattr(throttle, "num_requests", 2)
    answers = [client.get(f"{ROOT}/problems", headers={"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) >= 1
    assert answers[2].json()["type"].endswith("#too-many-requests")


def test_every_problem_has_its_words_in_both_languages(client):
    for one in client.get(f"{ROOT}/problems").json():
        assert all(one[name] for name in ("slug", "title", "title_en", "remedy", "remedy_en"))
