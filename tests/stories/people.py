"""Those who act in a story: a phone in somebody's hand, and a browser on a clerk's desk."""

import html
import re
from urllib.parse import urljoin

import requests

from tests.authenticator import code_now
from tests.stories.house import House, wait_for


class Page:
    """An answered page: its address, status, and what one reads."""

    def __init__(self, answer: requests.Response) -> None:
        self.url = answer.url
        self.status = answer.status_code
        self.html = answer.content.decode("utf-8", "replace")
        self.content = answer.content

    @property
    def text(self) -> str:
        """The words without markup, spaces folded."""
        words = re.sub(r"<(script|style)\b.*?</\1>", " ", self.html, flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", words)))

    def form(self, containing: str = "") -> dict[str, str]:
        """The hidden fields of the first form with the text in it (its address, a field)."""
        return dict(hidden_fields(self._form(containing)))

    def action(self, containing: str) -> str:
        """The address that form is sent to: the page's own where it names none."""
        found = re.search(r'<form\b[^>]*\baction="([^"]+)"', self._form(containing))
        return urljoin(self.url, html.unescape(found[1])) if found else self.url

    def _form(self, containing: str) -> str:
        forms = re.findall(r"<form\b[^>]*>.*?</form>", self.html, re.DOTALL)
        by_address = [form for form in forms if containing in form.split(">", 1)[0]]
        for form in by_address or [form for form in forms if containing in form]:
            return str(form)
        raise AssertionError(f"no form with {containing!r} at {self.url}:\n{self.text[:800]}")

    def link(self, containing: str) -> str:
        """The first address on the page that contains the text."""
        for found in re.finditer(r'href="([^"]*)"', self.html):
            if containing in found[1]:
                return urljoin(self.url, html.unescape(found[1]))
        raise AssertionError(f"no link {containing!r} at {self.url}:\n{self.text[:800]}")


def hidden_fields(form: str) -> list[tuple[str, str]]:
    fields = []
    for tag in re.findall(r"<input\b[^>]*>", form):
        if 'type="hidden"' in tag:
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            fields.append((name[1] if name else "", html.unescape(value[1] if value else "")))
    return fields


class Browser:
    """Opens pages, keeps cookies, sends forms with what the page had hidden in them."""

    def __init__(self, root: str, headers: dict[str, str] | None = None) -> None:
        self.root = root
        self.session = requests.Session()
        self.session.headers.update(headers or {})
        self.page: Page | None = None

    def open(self, path: str, **query: str) -> Page:
        answer = self.session.get(urljoin(self.root, path), params=query, timeout=30)
        self.page = Page(answer)
        return self.page

    def send(self, form: str, **fields: object) -> Page:
        """Fill the first form of the present page with the text in it, and send it."""
        assert self.page is not None, "no page is open"
        filled = {**self.page.form(form), **fields}
        url = self.page.action(form)
        answer = self.session.post(url, data=filled, timeout=30, headers={"Referer": self.page.url})
        self.page = Page(answer)
        return self.page


class Phone(Browser):
    """A WeChat user: chat and menu by the simulator, pages by its browser."""

    def __init__(self, house: House, name: str, phone: str) -> None:
        self.house = house
        self.phone = phone
        made = house.simulator("POST", "/followers", {"name": name, "phone": phone})
        self.id = made["id"]
        self.open_id = made["open_id"]
        super().__init__(house.browser_url, {"X-Simulator-Follower": str(self.id)})

    def _do(self, what: str, **body: object) -> dict:  # type: ignore[type-arg]
        return self.house.simulator("POST", f"/followers/{self.id}/{what}", body)

    def follow(self, scene: str = "") -> str:
        """Follow the account; what it answers."""
        return said(self._do("follow", **({"scene": scene} if scene else {})))

    def write(self, text: str) -> str:
        """Send a text; what the account answers."""
        return said(self._do("text", text=text))

    def tap(self, name: str, scanned: str = "") -> str:
        """Tap a menu button by its name."""
        return said(self._do("menu", name=name, **({"scanned": scanned} if scanned else {})))

    def scan(self, text: str) -> Page:
        """Scan a QR that leads to a page, as WeChat does: the page opens."""
        answer = self._do("scan", text=text)
        assert answer["opens"], answer
        return self.open(answer["opens"].replace(self.house.app_url, self.house.browser_url))

    def ask_for_code(self, form: str = "register") -> None:
        """Press the button beside the phone number, in the form with the text in it."""
        assert self.page is not None
        url = re.search(r'(?:formaction|data-send-url)="([^"]*send-code[^"]*)"', self.page.html)
        assert url, self.page.text[:600]
        fields = {**self.page.form(form), "phone": self.phone}
        address = urljoin(self.page.url, html.unescape(url[1]))
        json = {"Accept": "application/json", "Referer": self.page.url}
        answer = self.session.post(address, data=fields, headers=json, timeout=30)
        assert answer.ok, answer.text[:300]

    def sms(self) -> list[str]:
        """Texts received, oldest first."""
        found = self.house.simulator("GET", f"/followers/{self.id}/sms")
        return [message["text"] for message in found["messages"]]

    def wait_for_code(self) -> str:
        """The newest code by SMS."""
        wait_for(lambda: "验证码" in "".join(self.sms()), "the SMS", self.house.log)
        found = re.findall(
            r"\d{6}", next(text for text in reversed(self.sms()) if "验证码" in text)
        )
        return str(found[0])

    def notices(self) -> list[str]:
        """Template messages received: their rows as text."""
        found = self.house.simulator("GET", f"/followers/{self.id}/templates")
        return [
            " ".join(f"{row['value']}" for row in message["rows"]) for message in found["messages"]
        ]

    def wait_for_notices(self, count: int) -> list[str]:
        """The notices, once there are so many."""
        wait_for(lambda: len(self.notices()) >= count, f"{count} notices", self.house.log)
        return self.notices()


def said(answer: dict) -> str:  # type: ignore[type-arg]
    """What the account replied, as one text."""
    return "\n".join(line for entry in answer["replies"] for line in lines_of(entry))


def lines_of(entry: dict) -> list[str]:  # type: ignore[type-arg]
    """An entry of the chat: its text, then its articles."""
    articles = entry.get("articles") or []
    return [
        entry["text"] or "",
        *(f"{one['title']} {one['description']} {one['url']}" for one in articles),
    ]


class Desk(Browser):
    """A member of staff at the console."""

    def first_id(self) -> str:
        """The id of the first row one can tick."""
        assert self.page is not None
        found = re.search(r'name="ids"[^>]*value="([^"]+)"', self.page.html)
        assert found, self.page.text[:600]
        return found[1]

    def __init__(self, house: House, username: str, password: str) -> None:
        super().__init__(house.app_url)
        self.open("/console/sign-in")
        page = self.send('name="username"', username=username, password=password)
        if "/console/sign-in/code" in page.url:
            page = self.send('name="code"', code=code_now(house.environment))
        assert "/console/sign-in" not in page.url, page.text[:500]
