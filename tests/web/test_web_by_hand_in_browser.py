"""Pages by keyboard alone, without JavaScript, and over a slow line."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LIST_BUDGET, CHART_BUDGET = 130_000, 480_000


def test_the_first_tab_leads_past_the_header(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/factors/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_a_person_signs_in_by_keyboard(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/account/login/")

    page.focus("#id_login")
    page.keyboard.type("clerk@cement.example.com")
    _tab_to(page, "#id_password")
    page.keyboard.type("qiantan-demo-2026")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.portal}/")

    assert page.locator(".qt-user").inner_text() == "示例填报员（水泥）"


def test_the_factor_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/factors/?q=电力&topic=electricity")
    name = page.locator("tbody th a").first.inner_text()

    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#qt-drawer[open] .qt-figures")
    heading = page.locator("#qt-drawer .qt-drawer__title").inner_text()
    page.keyboard.press("Escape")

    assert heading == name
    assert not page.evaluate("document.querySelector('#qt-drawer').open")
    assert page.evaluate("document.activeElement.textContent") == name


def test_a_question_before_an_action_is_answered_by_keyboard(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/ui/")
    dialog = page.locator("#freeze-sample")

    page.locator("button[popovertarget=freeze-sample]").first.focus()
    page.keyboard.press("Enter")
    opened = dialog.is_visible()
    page.keyboard.press("Escape")

    assert (opened, dialog.is_visible()) == (True, False)


def test_a_wrong_form_is_met_by_its_errors_and_what_was_typed_stays(visitor):
    page = visitor.page(signed_in=True)
    page.goto(f"{visitor.portal}/organisations/register/")

    page.fill("#id_name", "黔北示例建材有限公司")
    page.fill("#id_uscc", "91520000MA00000001")
    page.focus("#id_division")
    page.select_option("#id_division", "520300")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".qt-errors")

    assert page.evaluate("document.activeElement.className") == "qt-errors"
    assert page.input_value("#id_name") == "黔北示例建材有限公司"
    assert page.get_attribute("#id_uscc", "aria-invalid") == "true"
    assert "末位为1" in page.locator(".qt-errors").inner_text()


def test_the_factors_are_found_and_read_without_javascript(visitor):
    page = visitor.page(scripts=False)
    page.goto(f"{visitor.portal}/factors/")

    page.fill("#factor-text", "dianli")
    page.click(".qt-filter button[type=submit]")
    page.locator("tbody th a").first.click()

    assert page.locator(".qt-figures b").count() == 1
    assert page.locator("h1").inner_text() == page.locator(".qt-crumbs li").last.inner_text()


def test_charts_without_javascript_leave_their_tables(visitor):
    page = visitor.page(scripts=False)
    page.goto(f"{visitor.portal}/ui/")

    page.click("#chart-bars summary")

    assert page.locator("#chart-bars tbody tr").count() == 4
    assert page.locator("#chart-bars svg.qt-icon").count() > 0
    assert page.locator("#chart-bars [data-qt-canvas] svg").count() == 0


def test_filtering_and_paging_a_list_replace_only_the_list(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/factors/")
    page.evaluate("window.same = true")

    page.fill("#factor-text", "meitan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/factors/?q=meitan")

    assert page.evaluate("window.same")
    assert visitor.refused(page) == []


def test_a_list_page_stays_within_its_budget(visitor):
    assert _transferred(visitor, "/factors/") <= LIST_BUDGET


def test_a_chart_page_stays_within_its_budget(visitor):
    assert _transferred(visitor, "/ui/", wait_for="#chart-flows [data-qt-canvas] svg") <= CHART_BUDGET


def _transferred(visitor, address: str, wait_for: str = "main") -> int:
    """Return the bytes that came over the line for a page met for the first time, headers included."""
    page = visitor.page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{visitor.portal}{address}", wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_selector(wait_for)
    page.wait_for_load_state("networkidle")
    return sum(sizes)


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")
