"""Every page in both languages: no accessibility violation, nothing refused by the policy, nothing wider than a phone."""

import pytest
from tests.web.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PUBLIC = [
    "/",
    "/search/?q=煤",
    "/search/",
    "/factors/",
    "/factors/?q=dianli&topic=electricity",
    "/factors/?q=没有的东西",
    "/factors/?q=柴油&kind=parameter&compare=ndrc24-diesel-ncv,mee-ets-diesel-ncv",
    "/factors/?q=氧化铝",
    "/factors/ndrc24-diesel-ncv/",
    "/factors/cn-grid-co2-2022-520000/",
    "/factors/compare/?id=ndrc24-diesel-ncv,mee-ets-diesel-ncv",
    "/factors/releases/",
    "/typical/",
    "/rules/",
    "/rules/cement/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/ui/",
    "/ui/sheet/",
]
OF_MEMBERS = [
    "/workbench/",
    "/products/",
    "/products/new/",
    "/tasks/",
    "/tasks/?state=failed",
    "/organisations/",
    "/organisations/register/",
    "/account/password/change/",
    "/account/email/",
]
# Reached by following a link of the page named: address, selector.
FOLLOWED = [
    ("/factors/", "tbody th a"),
    ("/typical/", "tbody th a"),
    ("/typical/", "tbody td a"),
    ("/tasks/", ".qt-progress__title a"),
    ("/organisations/", "tbody th a"),
    ("/products/", "tbody th a"),
    ("/workbench/", ".qt-next a"),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_accessible_and_within_the_policy(visitor, address, language):
    page = visitor.page(language=language)

    _visit(page, f"{visitor.portal}{address}")

    assert _violations(page) == []
    assert visitor.refused(page) == []
    assert _too_wide(page) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_members_are_accessible_and_within_the_policy(visitor, language):
    page = visitor.page(language=language, signed_in=True)

    found = {}
    for address in OF_MEMBERS:
        _visit(page, f"{visitor.portal}{address}")
        found[address] = (_violations(page), visitor.refused(page), _too_wide(page))

    assert found == dict.fromkeys(OF_MEMBERS, ([], [], []))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("address", "link"), FOLLOWED)
def test_the_page_behind_a_link_is_accessible_and_within_the_policy(visitor, address, link, language):
    page = visitor.page(language=language, signed_in=True)
    page.goto(f"{visitor.portal}{address}")
    behind = page.locator(link).first.get_attribute("href")

    _visit(page, f"{visitor.portal}{behind}")

    assert _violations(page) == []
    assert visitor.refused(page) == []
    assert _too_wide(page) == []


def test_the_large_text_edition_is_accessible(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/factors/")

    page.click("text=无障碍·关怀版")

    assert page.evaluate("document.documentElement.hasAttribute('data-qt-care')")
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 18
    assert _violations(page) == []
    assert _too_wide(page) == []


def test_an_error_page_tells_what_to_do_and_is_accessible(visitor):
    page = visitor.page()

    answer = page.goto(f"{visitor.portal}/nothing/here/")

    assert answer.status == 404
    assert page.locator("h1").inner_text() == "没有找到这个页面"
    assert _violations(page) == []


def _visit(page, address: str) -> None:
    answer = page.goto(address)
    assert answer.status == 200, f"{address}: {answer.status}"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-qt-chart] [data-qt-canvas]')].every((one) => one.querySelector('svg'))"
        " || scrollTo(0, (window.down = (window.down || 0) + 300))",
        timeout=15_000,
    )


def _violations(page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("(tags) => axe.run(document, { runOnly: tags }).then((result) => result.violations)", RULES)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def _too_wide(page) -> list[str]:
    """Return what sticks out of a phone's screen, 390 px wide; parts that scroll by themselves may."""
    page.set_viewport_size({"width": 390, "height": 844})
    found = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          const held = (part) => part && (getComputedStyle(part).overflowX !== "visible" || held(part.parentElement));
          return [...document.querySelectorAll("body *")]
            .filter((part) => part.getBoundingClientRect().right > width + 1 && !held(part.parentElement))
            .map((part) => part.outerHTML.slice(0, 100));
        }"""
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    return found
