"""The what-if page in a browser: the figure follows the slider, the keyboard moves it, what is wrong leaves it alone."""

import re

import pytest
from playwright.sync_api import expect
from tests.web.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TOTAL = "[data-qt-whatif-total]"
COAL = '[data-qt-dial="answer:fuels[1].amount"]'
# Moves a slider and says after how many milliseconds the headline had changed.
DRAG = """
([selector, value]) => new Promise((done) => {
  const slide = document.querySelector(`${selector} input[type=range]`);
  const answer = document.querySelector("[data-qt-whatif-answer]");
  const before = answer.querySelector("[data-qt-whatif-total]").textContent;
  const start = performance.now();
  new MutationObserver((_, watch) => {
    const now = answer.querySelector("[data-qt-whatif-total]");
    if (!now || now.textContent === before) return;
    watch.disconnect();
    done(performance.now() - start);
  }).observe(answer, {childList: true, subtree: true});
  slide.value = value;
  slide.dispatchEvent(new Event("input", {bubbles: true}));
})
"""


def opened(visitor, **how):
    page = visitor.page(signed_in=True, **how)
    page.goto(f"{visitor.portal}/products/")
    run = page.locator("a[href*='/footprints/runs/']").first.get_attribute("href")
    page.goto(f"{visitor.portal}{re.match('/footprints/runs/[^/]+/', run)[0]}what-if/")
    return page


def total(page):
    return float(page.locator(TOTAL).first.inner_text().replace(",", ""))


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_the_page_is_accessible_and_within_the_policy(visitor, language, width):
    page = opened(visitor, language=language, width=width)
    page.evaluate(DRAG, [COAL, 70000])
    for fold in ("#mix details > summary", "#rest > summary", "#swaps > summary"):
        page.locator(fold).click()

    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)

    assert [(violation["id"], violation["nodes"][0]["html"]) for violation in found["violations"]] == []
    assert visitor.refused(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_figure_follows_the_slider(visitor):
    page = opened(visitor)
    before = total(page)

    waited = [page.evaluate(DRAG, [COAL, 60000 + 500 * number]) for number in range(10)]

    assert total(page) < before
    assert sorted(waited)[5] < 1000
    expect(page.locator(f"{COAL} input[name]")).to_have_value("64500")
    page.locator(f"{COAL} [data-qt-reset]").click()
    expect(page.locator(TOTAL).first).to_have_text(f"{before:,.3f}")
    assert visitor.refused(page) == []


def test_the_keyboard_moves_it_and_sources_give_way(visitor):
    page = opened(visitor)
    before = total(page)
    page.locator("#mix details > summary").click()
    wind = page.locator('[data-qt-dial="share:electricity_sources[4]"]')

    wind.locator("input[name]").fill("25")
    grid = page.locator('[data-qt-dial="share:electricity_sources[1]"] input[name]')
    expect(grid).to_have_value("75")
    wind.locator("input[type=range]").focus()
    page.keyboard.press("End")

    expect(grid).to_have_value("0")
    expect(page.locator(TOTAL).first).not_to_have_text(f"{before:,.3f}")
    assert total(page) < before - 70
    assert visitor.refused(page) == []


def test_an_answer_out_of_date_is_never_shown(visitor):
    """Answers to the first questions are held up; what is shown in the end belongs to the last one."""
    page = opened(visitor)
    page.evaluate(DRAG, [COAL, 80000])
    wanted = page.locator(TOTAL).first.inner_text()
    page.evaluate("""() => {
      const ask = window.fetch;
      let held = 400;
      window.asked = 0;
      window.fetch = async (...question) => {
        const answer = await ask(...question);
        window.asked += 1;
        await new Promise((go) => setTimeout(go, held));
        held = Math.max(0, held - 300);
        return answer;
      };
    }""")
    field = page.locator(f"{COAL} input[name]")

    for figure in ("10000", "20000", "30000", "50000", "80000"):
        field.fill(figure)
    page.wait_for_timeout(1500)

    expect(page.locator(TOTAL).first).to_have_text(wanted)
    assert page.evaluate("window.asked") == 2


def test_what_is_wrong_is_said_and_the_answer_stands(visitor):
    page = opened(visitor, language="en")
    page.evaluate(DRAG, [COAL, 60000])
    stands = total(page)

    page.locator(f"{COAL} input[name]").fill("sixty")

    expect(page.locator("[data-qt-whatif-faults]")).to_contain_text("is not a figure")
    assert total(page) == stands
    expect(page.locator(f"{COAL} input[name]")).to_have_attribute("aria-invalid", "true")
    page.locator("[data-qt-whatif-faults] a").click()
    page.locator(f"{COAL} input[name]").fill("60001")
    expect(page.locator("[data-qt-whatif-faults]")).to_be_empty()
    expect(page.locator(f"{COAL} input[name]")).not_to_have_attribute("aria-invalid", "true")


def test_a_factor_is_found_by_its_name(visitor):
    page = opened(visitor)
    before = total(page)
    page.locator("#swaps > summary").click()
    field = page.locator('input[name="swap:electricity_sources[1]"]')

    field.fill("cn-elec-cf-2024-hydr")
    expect(page.locator(f"#{field.get_attribute('list')} option").first).to_be_attached()
    field.fill("cn-elec-cf-2024-hydro")

    expect(page.locator(TOTAL).first).not_to_have_text(f"{before:,.3f}")
    assert total(page) < before


def test_it_works_without_scripts(visitor):
    page = opened(visitor, scripts=False)
    before = total(page)

    page.locator(f"{COAL} input[name]").fill("44000")
    page.locator("[data-qt-whatif-submit]").click()

    assert total(page) < before
    expect(page.locator(f"{COAL} input[name]")).to_have_value("44000")
