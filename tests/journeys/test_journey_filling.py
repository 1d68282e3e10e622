"""A clerk fills the cement case in the browser, looks at the result, opens its numbers, freezes, reports, recomputes."""

import io
import zipfile

import pytest
from playwright.sync_api import expect
from tests.journeys import steps
from tests.web.conftest import CLERK
from tests.web.test_web_pages_in_browser import _too_wide, _violations

from qiantan.core.results.make import make_result
from qiantan.core.study.document import Study
from qiantan.core.templates.load import example, template

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_a_clerk_fills_the_cement_case_and_freezes_it(visitor, tmp_path):
    page = steps.sign_in(visitor, CLERK)
    plan, data = template("cement"), example("cement")
    basics, *others = plan.sections
    steps.create_product(
        page,
        visitor.portal,
        name="旅程水泥",
        declared=f"cement/{data.get('declared_unit').value}",
        specification="P·O 42.5 散装",
    )

    # The basics are filled in from what is known; the rest is typed and saved by itself.
    page.click(f".qt-tasks >> text={basics.title.zh}")
    expect(page.locator("[name='product_name_zh.value']")).to_have_value("旅程水泥")
    steps.answer(page, _field(basics, "author"), data.get("author"), "author")
    steps.saved(page)
    page.reload()
    expect(page.locator("[name='author.value']")).to_have_value(data.get("author").value)
    _fill(page, basics, data, only={"goal_reason", "goal_application", "goal_audience"})
    assert _violations(page) == []
    assert _too_wide(page) == []
    page.click("text=保存，下一节")
    for section in others:
        expect(page.locator(".qt-card h2").first).to_have_text(section.title.zh)
        _fill(page, section, data)
        page.click("button[value=next]")

    expect(page.locator("text=没有缺项，也没有问题。").or_(page.locator("text=开始试算")).first).to_be_visible()
    assert _violations(page) == []
    steps.calculate(page)
    assert _violations(page) == []
    assert _too_wide(page) == []

    # Every number opens, at the side and as a page.
    page.click(".qt-stages__name a")
    expect(page.locator("dialog.qt-drawer .qt-branches")).to_be_visible()
    assert _violations(page) == []
    page.keyboard.press("Escape")
    page.goto(visitor.portal + page.locator("#contributions tbody th a").first.get_attribute("href"))
    expect(page.locator(".qt-branches__source").first).to_be_visible()
    page.go_back()

    steps.freeze(page)
    page.click("text=生成 PDF 报告")
    expect(page.locator("text=下载 PDF 报告")).to_be_visible(timeout=steps.LONG)
    page.click("text=生成 Word 报告")
    expect(page.locator("text=下载 Word 报告")).to_be_visible(timeout=steps.LONG)
    assert steps.download(page, "text=下载 PDF 报告").startswith(b"%PDF")
    assert steps.download(page, "text=下载 Word 报告").startswith(b"PK")
    shown = page.locator(".qt-headline .qt-stat__value a").first.inner_text()

    # Anyone recomputes it from the package alone.
    package = zipfile.ZipFile(io.BytesIO(steps.download(page, "text=研究包 ZIP")))
    package.extractall(tmp_path)
    done = steps.command("recompute", tmp_path / "study.json")
    assert (done.returncode, "一致" in done.stdout) == (0, True), done.stdout + done.stderr
    study = Study.model_validate_json((tmp_path / "study.json").read_bytes())
    assert shown == f"{make_result(study).total:.3f}"
    assert visitor.refused(page) == []


def _fill(page, section, data, only=None):
    if section.kind == "rows":
        for number, row in enumerate(data.rows.get(section.id, ())):
            if number:
                page.click("button[value=add]")
            steps.answer_row(page, section, row, number)
    else:
        for field in section.fields:
            entry = data.get(field.id)
            if (only is None or field.id in only) and entry.state != "not_provided":
                steps.answer(page, field, entry, field.id)


def _field(section, field_id):
    return next(field for field in section.fields if field.id == field_id)
