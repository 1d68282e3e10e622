"""Somebody who may only read sees everything and changes nothing."""

import pytest
from playwright.sync_api import expect
from tests.journeys import steps
from tests.web.test_web_pages_in_browser import _violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

READER = "reader@cement.example.com"


def test_a_reader_sees_everything_and_changes_nothing(visitor):
    page = steps.sign_in(visitor, READER)
    page.goto(f"{visitor.portal}/products/")
    expect(page.locator("text=新建产品")).to_have_count(0)
    page.click("tbody th a")
    expect(page.locator("text=开始填报")).to_have_count(0)

    page.click("section:has(h2:text('填报数据')) tbody th a")
    expect(page.locator("text=这里只能查看。")).to_be_visible()
    assert page.locator("#section-form fieldset :enabled").count() == 0
    assert page.locator("text=上传工作簿").count() == 0
    assert _violations(page) == []

    # The forms a page no longer offers are refused when sent all the same.
    here = page.url
    token = page.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken']")
    answer = page.request.post(
        here, form={"author.value": "别人", "action": "save"}, headers={"X-CSRFToken": token, "Referer": here}
    )
    assert answer.status == 403
    page.reload()
    assert "别人" not in page.content()


def test_a_stranger_finds_nothing(visitor):
    page = steps.sign_in(visitor, "clerk@cement.example.com")
    page.goto(f"{visitor.portal}/products/")
    address = page.locator("tbody th a").first.get_attribute("href")

    stranger = steps.sign_in(visitor, "clerk@aluminium.example.com")
    answer = stranger.goto(f"{visitor.portal}{address}")

    assert answer.status == 404
    expect(stranger.locator("h1")).to_be_visible()
