"""The page of the province in a browser: accessible, within the policy, no wider than a phone, answering while one types."""

import pytest
from playwright.sync_api import expect
from tests.web.conftest import PASSPHRASE, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def opened(visitor, **how):
    page = visitor.page(**how)
    page.goto(f"{visitor.portal}/account/login/")
    page.fill("#id_login", "analyst@department.example.com")
    page.fill("#id_password", PASSPHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{visitor.portal}/")
    page.goto(f"{visitor.portal}/network/")
    return page


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_the_province_is_accessible_and_within_the_policy(visitor, language, width):
    page = opened(visitor, language=language, width=width)

    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)

    assert [violation["id"] for violation in found["violations"]] == []
    assert visitor.refused(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_answer_follows_the_typing(visitor):
    page = opened(visitor)

    page.fill("#value", "0.3")

    expect(page.locator("#answer h2").first).to_contain_text("→ 0.3 ")
    expect(page.locator("#answer .qt-table").first).to_contain_text("859.36")
    assert visitor.refused(page) == []


def test_the_question_is_answered_without_scripts(visitor):
    page = opened(visitor, scripts=False)

    page.fill("#value", "0.3")
    page.click("#question button[type=submit]")

    expect(page.locator("#answer .qt-table").first).to_contain_text("859.36")
