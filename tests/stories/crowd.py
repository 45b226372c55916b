"""Signed-in residents pressing buttons at the same time, as persistent as people are."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

import requests
from flask import current_app
from flask.sessions import SecureCookieSessionInterface

from app.domain.people.models import Volunteer
from tests.stories.people import Browser, Page

ATTEMPTS = 10
NOT_REACHED = 502


@dataclass
class Heard:
    """What a crowd was answered; several threads write."""

    done: list[UUID] = field(default_factory=list)  # whose act was answered with success
    not_reached: list[str] = field(default_factory=list)  # methods answered 502
    wrong: list[str] = field(default_factory=list)  # anything else that is no success


class Resident(Browser):
    """A volunteer with the cookie of her sign-in."""

    def __init__(self, root: str, person: Volunteer, heard: Heard, trusts: str | bool) -> None:
        super().__init__(root)
        self.person_id = person.id
        self.heard = heard
        self.session.trust_env = False
        self.session.verify = trusts
        # The server thread keeps a connection open only as long as it likes; each act asks anew.
        self.session.headers["Connection"] = "close"
        host = str(urlsplit(root).hostname)
        # As cookie jars name a host without dots; otherwise the server's cookie would stand beside.
        domain = host if "." in host else f"{host}.local"
        self.session.cookies.set("haoren", cookie_of(person), domain=domain)

    def act(self, page: str, form: str, ends_at: str) -> None:
        """Open a page, send its form, and again while nobody was reached; note the outcome."""
        try:
            opened = self._insist(lambda: self.open(page))
            self.page = opened
            fields, url = opened.form(form), opened.action(form)
            referer = {"Referer": opened.url}
            sent = self._insist(
                lambda: Page(self.session.post(url, data=fields, headers=referer, timeout=40))
            )
        except (requests.RequestException, AssertionError) as error:
            self.heard.wrong.append(f"{type(error).__name__}: {error}"[:600])
            return
        if sent.status == 200 and urlsplit(sent.url).path.startswith(ends_at):
            self.heard.done.append(self.person_id)
        else:
            self.heard.wrong.append(f"{sent.status} at {sent.url}: {sent.text[:300]}")

    def _insist(self, ask: Callable[[], Page]) -> Page:
        for _ in range(ATTEMPTS):
            page = ask()
            if page.status != NOT_REACHED:
                return page
            self.heard.not_reached.append("reached by retry")
            time.sleep(0.2)
        return page


def cookie_of(person: Volunteer) -> str:
    """The signed cookie the app would give her."""
    signer = SecureCookieSessionInterface().get_signing_serializer(current_app)
    assert signer is not None
    return str(
        signer.dumps(
            {
                "_permanent": True,
                "volunteer_id": str(person.id),
                "generation": person.sign_in_generation,
            }
        )
    )


class Rush:
    """Acts done by a few threads, while the test does something else."""

    def __init__(self, acts: Iterable[Callable[[], object]], *, threads: int = 6) -> None:
        self._acts = deque(acts)
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._work) for _ in range(threads)]
        self.count = len(self._acts)
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._acts:
                    return
                act = self._acts.popleft()
            act()

    def __len__(self) -> int:
        """How many acts nobody has begun yet."""
        return len(self._acts)

    def wait_for_share(self, share: float) -> None:
        """Until that share of the acts has begun."""
        while len(self) > self.count * (1 - share):
            time.sleep(0.01)

    def wait(self) -> None:
        """Until all is done."""
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "the rush does not end"
