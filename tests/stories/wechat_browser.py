"""A page seen inside WeChat, each cookie and each answer in the test's own hand.

The simulator's browser keeps cookies for its followers; here an answer that never came back also
leaves the cookies as they were, as on a phone.
"""

import re
from urllib.parse import urljoin
from uuid import UUID

import requests

from tests.stories.house import House
from tests.stories.people import Browser, Page

USER_AGENT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.56 WeChat/arm64"
AUTHORISE = "/connect/oauth2/authorize"
MOST_REDIRECTS = 12
RESULT = re.compile(r"/h5/checked-(?:in|out)/([0-9a-f-]{36})")


class WeChatBrowser(Browser):
    """One person's browser; asks the simulator for WeChat's codes when it is sent there."""

    def __init__(self, house: House, name: str, *, phone: str = "", snapshot: bool = False) -> None:
        super().__init__(house.app_url, {"User-Agent": USER_AGENT})
        self.house = house
        fields = {"name": name, "phone": phone, "snapshot": snapshot}
        made = house.simulator("POST", "/followers", fields)
        self.id, self.open_id = made["id"], str(made["open_id"])

    def open(self, path: str, **query: str) -> Page:
        """Open a page, through WeChat's authorisation when the app asks for it."""
        return self.follow_on(self.ask(path, **query))

    def ask(self, path: str, **query: str) -> requests.Response:
        """One request, its redirect not followed."""
        url = urljoin(self.root, path)
        return self.session.get(url, params=query, timeout=30, allow_redirects=False)

    def come_back_address(self, authorise_url: str) -> str:
        """Where WeChat sends the browser back to, with a new code."""
        body = {"url": authorise_url}
        answer = self.house.simulator("POST", f"/followers/{self.id}/oauth", body)
        return str(answer["location"])

    def follow_on(self, answer: requests.Response) -> Page:
        """From an answer to the page its redirects lead to."""
        for _ in range(MOST_REDIRECTS):
            there = answer.headers.get("Location")
            if there is None:
                self.page = Page(answer)
                return self.page
            there = urljoin(answer.url, there)
            answer = self.ask(self.come_back_address(there) if AUTHORISE in there else there)
        raise AssertionError(f"{MOST_REDIRECTS} redirects and no page: {answer.url}")

    def press(self, form: str, *, timeout: float = 30) -> requests.Response:
        """Send the open page's form, its redirect not followed."""
        assert self.page is not None, "no page is open"
        return self.session.post(
            self.page.action(form),
            data=self.page.form(form),
            headers={"Referer": self.page.url},
            timeout=(5, timeout),
            allow_redirects=False,
        )


def attendance_in(answer: requests.Response) -> UUID:
    """The attendance a check-in led to."""
    found = RESULT.search(answer.headers.get("Location", ""))
    assert answer.status_code == 303, f"{answer.status_code}: {Page(answer).text[:800]}"
    assert found, answer.headers.get("Location")
    return UUID(found[1])
