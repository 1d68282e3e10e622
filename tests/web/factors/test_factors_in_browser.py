"""The factor library by hand: facets without loading the page anew, and everything without scripts."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_facet_narrows_in_place_and_the_next_search_keeps_it(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/factors/?q=柴油")
    page.evaluate("window.kept = true")

    page.click(".qt-facets a:has-text('参数')")
    page.wait_for_url("**kind=parameter**")
    page.fill("#factor-text", "烟煤")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=%E7%83%9F%E7%85%A4**")

    assert "kind=parameter" in page.url
    assert page.evaluate("window.kept")
    assert page.locator("tbody th a").first.inner_text().startswith("烟煤")
    assert visitor.refused(page) == []


def test_choosing_two_and_comparing_them_needs_no_script(visitor):
    page = visitor.page(scripts=False)
    page.goto(f"{visitor.portal}/factors/?q=柴油&kind=parameter")

    for row in (0, 1):
        page.locator("tbody tr").nth(row).get_by_text("比较").click()
    page.click("text=并排比较")

    assert page.locator("h1").inner_text() == "并排比较"
    assert page.locator("thead th").count() == 3


def test_the_panel_opens_beside_the_list_and_leads_to_the_page(visitor):
    page = visitor.page()
    page.goto(f"{visitor.portal}/factors/?q=石灰石")

    page.click("tbody th a >> nth=0")
    page.wait_for_selector("#qt-drawer[open]")
    page.click("#qt-drawer >> text=同类比较与历次版本")

    assert page.locator("h1").inner_text().startswith("石灰石")
    assert visitor.refused(page) == []
