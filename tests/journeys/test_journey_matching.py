"""A clerk pastes a bill, accepts a factor and a proxy, calculates, and finds the factor with its source in the result."""

import pytest
from playwright.sync_api import expect
from tests.journeys import steps
from tests.web.test_web_pages_in_browser import _too_wide, _violations

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.load import example, template

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

CLERK = "clerk@cement.example.com"
BILL = "名称\t数量\t单位\t供应商\n液氨\t120\tt\t示例化工\n钢球\t500\tt\n氨水（20%）\t30\tt\n"


def test_a_factor_accepted_for_a_line_stands_in_the_result(visitor, tmp_path):
    page = steps.sign_in(visitor, CLERK)
    _fill_in(page, visitor.portal, tmp_path / "填报.xlsx")
    bill = _hand_in(page, visitor.portal)
    _accept_ammonia(page)
    _take_steel_as_a_proxy(page)

    _open(page, "氨水")
    expect(page.locator("main")).to_contain_text("因子库没有这种物料可用的碳足迹因子")
    assert _violations(page) == []
    page.goto(f"{bill}exact/")
    assert _violations(page) == []

    page.goto(f"{visitor.portal}/products/")
    page.click("text=匹配水泥")
    page.click("tbody th a >> nth=0")
    page.click("text=检查与计算")
    steps.calculate(page)
    page.locator("a:has-text('液氨')").first.click()
    drawer = page.locator("#qt-drawer-body")
    expect(drawer).to_contain_text("2.41")
    expect(drawer).to_contain_text("CPCD")
    # The answer to a bill with faults is a 422, which the console tells.
    assert [told for told in visitor.refused(page) if "422" not in told] == []


def _fill_in(page, portal, book):
    """The worked example, handed in as a workbook."""
    book.write_bytes(write_template(template("cement"), example("cement")))
    steps.create_product(
        page, portal, name="匹配水泥", declared="cement/cement_po425", specification="P·O 42.5", way="workbook"
    )
    page.set_input_files("#id_file", book)
    page.click("text=上传并检查")
    expect(page.locator("text=确认后会发生什么")).to_be_visible(timeout=steps.LONG)
    page.click("text=确认导入")
    expect(page.locator(".qt-messages")).to_contain_text("尚未计算，也未冻结")


def _hand_in(page, portal):
    """A bill with a fault, then the right one; the address of its page."""
    page.goto(f"{portal}/products/")
    page.click("text=匹配水泥")
    page.click("text=物料匹配")
    assert _violations(page) == []
    page.fill("#id_text", "液氨\t十二\tt")
    page.click("text=读取并查找因子")
    expect(page.locator(".qt-finding--blocking")).to_have_count(1)
    assert _violations(page) == []
    page.fill("#id_text", BILL)
    page.fill("#id_name", "2025 年辅料")
    page.click("text=读取并查找因子")
    expect(page.locator("h1")).to_have_text("2025 年辅料")
    assert _violations(page) == []
    assert _too_wide(page) == []
    return page.url


def _accept_ammonia(page):
    _open(page, "液氨")
    assert _violations(page) == []
    assert _too_wide(page) == []
    page.click("main a:has-text('采用')")
    page.click("text=辅料与包装")
    page.select_option("[name='choice.kind']", "other_kiln")
    page.select_option("[name='choice.transport_mode']", "none")
    assert _violations(page) == []
    assert _too_wide(page) == []
    page.click("text=采用并写入填报数据")
    expect(page.locator(".qt-messages")).to_contain_text("已采用“液氨”的因子")


def _take_steel_as_a_proxy(page):
    _open(page, "钢球")
    page.click("main a:has-text('作为代用')")
    page.select_option("[name='choice.transport_mode']", "none")
    page.fill("#reason", "因子库没有研磨体，以转炉碳钢代替")
    page.click("text=采用并写入填报数据")
    expect(page.locator(".qt-messages")).to_contain_text("已采用“钢球”的因子")


def _open(page, name):
    page.click(f"tbody th a:has-text('{name}')")
    expect(page.locator("h1")).to_contain_text(name)
