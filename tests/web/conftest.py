"""What tests of pages stand on: the translations, and for the browser tests a portal of their own.

The browser sees the real thing: `manage.py serve` on an embedded database of its own with the demonstration in it,
hashed and compressed static files, the strict content-security policy. Chromium is Debian's.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tools.messages import compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
# Without these Chromium looks for its maker's hosts at every start.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(
  `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
CLERK, PASSPHRASE = "clerk@cement.example.com", "qiantan-demo-2026"


@pytest.fixture(scope="session", autouse=True)
def _translations():
    compile_catalogues()


@pytest.fixture(scope="session")
def portal():
    """The address of a running portal with the demonstration in it."""
    # Not in a folder of pytest's: those are closed to the user the embedded database runs as.
    folder = ROOT / "var" / "test" / f"portal-{os.getpid()}"
    environment = {
        **os.environ,
        "QIANTAN_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "qiantan.config.settings.demo",
        "PYTHONWARNINGS": "ignore",
    }
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "manage.py", "seed_demo"], cwd=ROOT, env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)], cwd=ROOT, env=environment, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the portal ended"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the portal did not answer within a minute")


# Per module: while Playwright runs, Django refuses database calls of tests in the same thread.
@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser: opens pages and collects whatever the page was refused or complained about."""

    def __init__(self, browser: Browser, portal: str) -> None:
        self.browser, self.portal = browser, portal
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def page(
        self, *, language: str = "zh-hans", width: int = 1280, scripts: bool = True, signed_in: bool = False
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="zh-CN"
        )
        self.contexts.append(context)
        context.add_cookies([{"name": "qt_language", "value": language, "url": self.portal}])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if signed_in:
            page.goto(f"{self.portal}/account/login/")
            page.fill("#id_login", CLERK)
            page.fill("#id_password", PASSPHRASE)
            page.click("main button[type=submit]")
            page.wait_for_url(f"{self.portal}/")
        return page

    def refused(self, page: Page) -> list[str]:
        """What the content-security policy refused, and what the console complained about."""
        return [*page.evaluate("window.refused"), *self.complaints]

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


@pytest.fixture
def visitor(chromium, portal):
    someone = Visitor(chromium, portal)
    yield someone
    someone.close()
