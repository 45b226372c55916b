"""A real Chromium, and a window that remembers what its console complained about."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-sync", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
]
# A refused page is an answer, too; the browser calls it a failure to load.
ANSWERED_WITH_REFUSAL = "Failed to load resource: the server responded with a status of 4"
# Of what axe may load beforehand, style sheets serve only a rule that it leaves out by itself.
SERIOUS = """async () => {
    const serious = (one) => ["serious", "critical"].includes(one.impact);
    const places = (one) => one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160));
    const { violations } = await axe.run(
        document, { resultTypes: ["violations"], preload: { assets: ["media"] } });
    return violations.filter(serious).map((one) => [one.id, ...places(one)].join(" | "));
}"""


def executable() -> str:
    """The browser CHROMIUM names, else the machine's."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    assert found, "no Chromium on this machine: CHROMIUM=/path/to/it"
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Playwright's loops do not nest: one at a time in a thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


class Window:
    """A browser window of one person, with her cookies."""

    def __init__(self, browser: Browser, size: tuple[int, int], **options: object) -> None:
        viewport = {"width": size[0], "height": size[1]}
        self.context: BrowserContext = browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,  # type: ignore[arg-type]
        )
        self.width = size[0]
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        """Errors only, which a breach of the content policy is as well."""
        if message.type == "error" and not message.text.startswith(ANSWERED_WITH_REFUSAL):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def resize(self, size: tuple[int, int]) -> None:
        """The same page in a window of another size."""
        self.width = size[0]
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def files(self) -> list[str]:
        """The addresses of the page and of all it has loaded."""
        found: list[str] = self.page.evaluate(
            "performance.getEntriesByType('resource').map((one) => one.name)"
        )
        return [self.page.url, *found]

    def photograph(self, file: Path) -> None:
        """The whole page, in a window as tall as it: what sticks to an edge is at the edge."""
        usual = self.page.viewport_size
        assert usual is not None
        tall: int = self.page.evaluate("document.scrollingElement.scrollHeight")
        self.page.set_viewport_size({"width": self.width, "height": max(usual["height"], tall)})
        self.page.screenshot(path=file)
        self.page.set_viewport_size(usual)

    def overhang(self) -> int:
        """By how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate(
            "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide

    def bring_axe(self) -> None:
        """Into every page from now on: sent to the browser once, not with each question."""
        self.context.add_init_script(path=AXE)

    def barriers(self) -> list[str]:
        """What axe calls serious or critical."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(SERIOUS)
        return found
