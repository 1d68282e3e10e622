"""The pages of gaps and previews in a browser: accessible, within the policy, no wider than a phone, by keyboard."""

import pytest
from playwright.sync_api import expect
from tests.web.conftest import PASSPHRASE, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def opened(visitor, address: str, **how):
    page = visitor.page(**how)
    page.goto(f"{visitor.portal}/account/login/")
    page.fill("#id_login", "analyst@department.example.com")
    page.fill("#id_password", PASSPHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{visitor.portal}/")
    page.goto(f"{visitor.portal}{address}")
    return page


def sound(visitor, page) -> None:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [violation["id"] for violation in found["violations"]] == []
    assert visitor.refused(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
@pytest.mark.parametrize("address", ["/gaps/", "/gaps/targets/", "/gaps/impact/"])
def test_the_pages_are_accessible_and_within_the_policy(visitor, address, language, width):
    sound(visitor, opened(visitor, address, language=language, width=width))


def test_a_gap_and_a_preview_are_accessible(visitor):
    page = opened(visitor, "/gaps/")
    page.click("#gaps-list tbody a")
    expect(page.locator("#in-place table")).to_be_visible()
    sound(visitor, page)

    page.goto(f"{visitor.portal}/gaps/impact/")
    page.fill("#id_changes", "cn-elec-cf-2024-CN -10%")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#changes table")).to_contain_text("0.51993", timeout=30_000)
    sound(visitor, page)


def test_faults_of_a_list_are_told_without_scripts(visitor):
    page = opened(visitor, "/gaps/impact/", scripts=False)

    page.fill("#id_changes", "nothing 1")
    page.click("#typed button[type=submit]")

    expect(page.locator("#typed")).to_contain_text("CHANGE-UNKNOWN")
    expect(page.locator("#id_changes")).to_have_value("nothing 1")


def test_narrowing_fetches_the_list_only(visitor):
    page = opened(visitor, "/gaps/")

    page.select_option("#gap-reason", "geography")

    expect(page.locator("#gaps-list tbody tr").first).to_contain_text("非中国数据")
    assert "reason=geography" in page.url
