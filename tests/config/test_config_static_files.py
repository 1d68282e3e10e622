"""Static files are sent whole, with the headers they were given, and parts of them when asked."""

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

pytestmark = pytest.mark.django_db

ADDRESS = "/static/vendor/qt.css"


def test_a_static_file_is_sent_whole(client):
    answer = client.get(ADDRESS)

    assert answer.status_code == 200
    assert not answer.streaming
    assert answer["Content-Type"].startswith("text/css")
    assert int(answer["Content-Length"]) == len(answer.content) > 1000


def test_only_the_headers_are_sent_when_only_they_are_asked_for(client):
    assert client.head(ADDRESS).content == b""


def test_a_part_is_sent_when_a_part_is_asked_for(client):
    whole = client.get(ADDRESS).content

    answer = client.get(ADDRESS, headers={"Range": "bytes=10-19"})

    assert (answer.status_code, answer.content) == (206, whole[10:20])


def test_an_asynchronous_server_is_not_warned():
    """Warnings are errors in this run."""
    answer = async_to_sync(AsyncClient().get)(ADDRESS)

    assert answer.status_code == 200
