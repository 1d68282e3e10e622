"""The pages of products and results in both languages, desktop and phone, by keyboard, without JavaScript, and how large
they are.
"""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys import steps
from tests.web.conftest import CLERK
from tests.web.test_web_by_hand_in_browser import CHART_BUDGET, LIST_BUDGET
from tests.web.test_web_pages_in_browser import _too_wide, _violations, _visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

ALUMINIUM = "clerk@aluminium.example.com"
PHONE, DESK = 390, 1280


def places(page: Page, portal: str) -> dict[str, str]:
    """The addresses of one product's pages."""
    page.goto(f"{portal}/products/")
    product = page.locator("tbody th a").first.get_attribute("href")
    page.goto(f"{portal}{product}")
    activity = page.locator("section.qt-card").nth(1).locator("tbody th a").first.get_attribute("href")
    run = page.locator("section.qt-card").nth(2).locator("tbody th a").first.get_attribute("href")
    return {
        "list": "/products/",
        "product": product,
        "fields": f"{activity}s/production/",
        "rows": f"{activity}s/fuels/",
        "check": f"{activity}check/",
        "import": f"{activity}import/",
        "result": run,
        "explanation": f"{run}explain/",
        "wizard": "/products/new/product/",
    }


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("who", [CLERK, ALUMINIUM])
def test_every_page_is_accessible_fits_and_is_within_the_policy(visitor, who, language, width):
    page = steps.sign_in(visitor, who, language=language, width=width)
    found = {}

    for name, address in places(page, visitor.portal).items():
        page.set_viewport_size({"width": width, "height": 900})
        _visit(page, f"{visitor.portal}{address}")
        found[name] = (_violations(page), visitor.refused(page), _too_wide(page))

    assert found == dict.fromkeys(found, ([], [], []))


def test_the_list_and_the_result_stay_within_their_budgets(visitor):
    page = steps.sign_in(visitor, CLERK)
    known = places(page, visitor.portal)

    assert _transferred(visitor, known["list"]) <= LIST_BUDGET
    assert _transferred(visitor, known["fields"]) <= LIST_BUDGET
    assert _transferred(visitor, known["result"], wait_for="[data-qt-canvas] svg") <= CHART_BUDGET


def test_a_section_is_filled_by_keyboard_alone(visitor):
    page = steps.sign_in(visitor, ALUMINIUM)
    page.goto(f"{visitor.portal}{places(page, visitor.portal)['fields']}")
    question = page.locator("[data-qt-question]:not(:has([name$='.na']:checked))").first
    figure, echo = question.locator("[name$='.value']"), question.locator(".qt-question__echo")
    before = figure.input_value()

    figure.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("1.5 万吨")
    page.keyboard.press("Tab")

    steps.saved(page)
    expect(echo).to_contain_text("1.5 万t = 15,000 t")
    expect(question.locator("select[name$='.unit']")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type(before)
    page.keyboard.press("Tab")
    expect(echo).not_to_contain_text("15,000 t")
    steps.saved(page)


def test_a_figure_and_not_applicable_exclude_each_other(visitor):
    page = steps.sign_in(visitor, ALUMINIUM)
    page.goto(f"{visitor.portal}{places(page, visitor.portal)['fields']}")
    question = page.locator("[data-qt-question]:has([name$='.na']:checked)").first
    identity = question.get_attribute("id")
    question = page.locator(f"#{identity}")
    question.locator("[name$='.value']").fill("7")
    expect(question.locator("[name$='.na']")).not_to_be_checked()
    expect(question.locator(".qt-question__echo")).to_contain_text("7 t")
    question.locator("[name$='.na']").check()
    expect(question.locator("[name$='.value']")).to_have_value("")
    expect(question.locator(".qt-question__echo")).to_contain_text("不适用")
    steps.saved(page)
    assert visitor.refused(page) == []


def test_filling_checking_and_results_work_without_javascript(visitor):
    page = steps.sign_in(visitor, ALUMINIUM, scripts=False)
    known = places(page, visitor.portal)
    page.goto(f"{visitor.portal}{known['rows']}")
    rows = page.locator(".qt-rowcard summary span[id]").count()

    page.click("text=粘贴表格")
    page.fill("#paste", "名称\t统计期消耗量\t单位\n无脚本柴油\t3\tt\n")
    page.click("button[value=paste]")
    expect(page.locator(".qt-rowcard summary span[id]")).to_have_count(rows + 1)
    page.locator(f"button[value=remove-{rows}]").click()
    expect(page.locator(".qt-rowcard summary span[id]")).to_have_count(rows)

    page.goto(f"{visitor.portal}{known['result']}")
    expect(page.locator("#contributions tbody tr").first).to_be_visible()
    page.click("#flows summary")
    expect(page.locator("#flows tbody tr").first).to_be_visible()
    page.click(".qt-stages__name a")
    expect(page.locator("h1")).to_have_text("数字的由来")


def _transferred(visitor, address: str, wait_for: str = "main") -> int:
    """Return the bytes a first visit to a page transfers."""
    page = steps.sign_in(visitor, CLERK)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    _visit(page, f"{visitor.portal}{address}")
    page.wait_for_selector(wait_for)
    page.wait_for_load_state("networkidle")
    return int(sum(sizes))
