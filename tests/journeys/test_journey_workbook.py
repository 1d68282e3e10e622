"""A clerk hands in a workbook with faults, corrects it, confirms, and freezes the very study the terminal makes."""

import hashlib

import pytest
from playwright.sync_api import expect
from tests.factories.answers import EMPTY, changed, choice, given
from tests.journeys import steps
from tests.web.test_web_pages_in_browser import _too_wide, _violations

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.load import template

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

CLERK = "clerk@aluminium.example.com"
KIND = "electrolytic_aluminium"


def test_a_corrected_workbook_gives_the_study_the_terminal_gives(visitor, tmp_path):
    page = steps.sign_in(visitor, CLERK)
    plan = template(KIND)
    right = changed(KIND, author=choice("能源科"))
    _section, figure = _first_quantity(plan, right)
    wrong = changed(KIND, author=EMPTY, **{figure: given("约一千", right.get(figure).unit)})
    good, bad = tmp_path / "good.xlsx", tmp_path / "填报.xlsx"
    good.write_bytes(write_template(plan, right))
    bad.write_bytes(write_template(plan, wrong))

    steps.create_product(
        page,
        visitor.portal,
        name="旅程铝锭",
        declared=f"{KIND}/{right.get('declared_unit').value}",
        specification="Al99.70",
        way="workbook",
    )
    assert steps.download(page, "text=下载本产品的工作簿").startswith(b"PK")
    assert _violations(page) == []

    # A file that is no workbook is refused in words, and can be put aside.
    page.set_input_files(
        "#id_file", {"name": "photo.xlsx", "mimeType": "image/png", "buffer": b"\x89PNG not a workbook"}
    )
    page.click("text=上传并检查")
    expect(page.locator(".qt-finding--blocking").first).to_be_visible(timeout=steps.LONG)
    page.click("text=放弃这次导入")
    expect(page.locator("text=已放弃这次导入")).to_be_visible()

    # The right kind of file with two faults: both at once, each at its cell.
    page.set_input_files("#id_file", bad)
    page.click("text=上传并检查")
    expect(page.locator(".qt-findings__group--blocking .qt-finding")).to_have_count(2, timeout=steps.LONG)
    expect(page.locator("text=确认导入")).to_have_count(0)
    assert _violations(page) == []
    assert _too_wide(page) == []
    assert steps.download(page, "text=下载带批注的工作簿").startswith(b"PK")

    steps.answer(page, _field(plan, "author"), right.get("author"), "author")
    steps.answer(page, _field(plan, figure), right.get(figure), figure)
    page.click("text=更正并重新检查")
    expect(page.locator("text=确认后会发生什么")).to_be_visible()
    assert _violations(page) == []
    page.click("text=确认导入")
    expect(page.locator(".qt-messages")).to_contain_text("尚未计算，也未冻结")

    steps.calculate(page)
    steps.freeze(page)
    frozen = steps.download(page, "text=研究 study.json")

    done = steps.command("footprint", good, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        hashlib.sha256(frozen).hexdigest() == hashlib.sha256((tmp_path / "out" / "study.json").read_bytes()).hexdigest()
    )
    assert visitor.refused(page) == []


def _first_quantity(plan, data):
    return next(
        (section, field.id)
        for section in plan.sections
        if section.kind == "fields"
        for field in section.fields
        if field.kind == "quantity" and field.required and data.get(field.id).provided
    )


def _field(plan, field_id):
    return next(field for section in plan.sections for field in section.fields if field.id == field_id)
