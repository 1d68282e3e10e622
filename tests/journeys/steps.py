"""Steps of the journeys, named as a person would name them."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.web.conftest import PASSPHRASE

from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.schema import Field, Section
from qiantan.web.products.questions import element_id

LONG = 60_000


def sign_in(visitor, email: str, **context) -> Page:
    page = visitor.page(**context)
    page.goto(f"{visitor.portal}/account/login/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSPHRASE)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{visitor.portal}/")
    return page


def create_product(page: Page, portal: str, *, name: str, declared: str, specification: str, way: str = "form") -> None:
    """The four steps of the wizard; ends on the page the chosen way leads to."""
    page.goto(f"{portal}/products/")
    page.click("text=新建产品")
    page.fill("#id_name_zh", name)
    page.fill("#id_specification", specification)
    page.click("text=下一步")
    page.check(f"input[name=declared][value='{declared}']")
    page.click("text=下一步")
    page.select_option("#id_year", "2025")
    page.click("text=下一步")
    page.check(f"input[name=way][value={way}]")
    page.click("text=完成并开始填报")
    page.wait_for_url(re.compile("/products/data/"))


def answer(page: Page, field: Field, entry: Entry, name: str) -> None:
    """Answer one question the way a person does: value, unit, source, note."""
    place = page.locator(f"#q-{element_id(name)}")
    value = place.locator(f"[name='{name}.value']")
    more = place.locator("details")
    if more.count() and (entry.source or entry.note or entry.evidence or entry.state is State.NOT_APPLICABLE):
        more.evaluate("(one) => { one.open = true }")
    if entry.state is State.NOT_APPLICABLE:
        place.locator(f"[name='{name}.note']").fill(entry.note)
        place.locator(f"[name='{name}.na']").check()
        return
    if field.kind == "choice":
        value.select_option(entry.value)
    else:
        value.fill(entry.value)
        value.blur()
    unit = place.locator(f"select[name='{name}.unit']")
    if entry.unit and unit.count():
        unit.select_option(entry.unit)
    if entry.source and place.locator(f"[name='{name}.source']").count():
        place.locator(f"[name='{name}.source']").select_option(entry.source)
    for aspect, text in (("evidence", "；".join(entry.evidence)), ("note", entry.note)):
        given = place.locator(f"[name='{name}.{aspect}']")
        if text and given.count():
            given.fill(text)
            given.blur()


def answer_row(page: Page, section: Section, row: dict[str, Entry], number: int) -> None:
    for field in section.fields:
        entry = row.get(field.id)
        if entry is not None and entry.state is not State.NOT_PROVIDED:
            answer(page, field, entry, f"{section.id}.{number}.{field.id}")


def saved(page: Page) -> None:
    """Wait until everything typed has arrived."""
    expect(page.locator("#saved")).to_contain_text("已自动保存")
    expect(page.locator(".htmx-request")).to_have_count(0)


def calculate(page: Page) -> None:
    """From the check page to the result."""
    page.click("text=开始试算")
    expect(page.locator("text=试算，未冻结")).to_be_visible(timeout=LONG)


def freeze(page: Page) -> None:
    page.click("button:has-text('冻结研究')")
    page.click("#freeze button[type=submit]")
    expect(page.locator(".qt-head >> text=已冻结")).to_be_visible(timeout=LONG)


def download(page: Page, selector: str) -> bytes:
    with page.expect_download() as started:
        page.click(selector)
    return Path(started.value.path()).read_bytes()


def command(*arguments) -> subprocess.CompletedProcess[str]:
    """Run a command of the terminal, as somebody without the portal does."""
    program = Path(sys.executable).with_name("qiantan")
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
