"""A scanner as a program of its own: it scans by the API, and keeps what it cannot send."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import requests

from app.domain.people.card import card_code
from app.kernel import clock
from tests.stories.house import HOST, free_ports


@dataclass
class Shown:
    """A card shown to a device, and what came of it; `said` is empty until it was sent."""

    nonce: str
    person_id: UUID
    direction: str
    at: datetime
    card: str
    offline: bool = False
    undone: bool = False
    status: int = 0
    said: dict[str, object] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        """Whether it was taken, and not taken back."""
        return self.status == requests.codes.ok and not self.undone

    @property
    def code(self) -> str:
        """Why it was refused."""
        return str(self.said.get("code", ""))


class Scanner:
    """A device with a token. Where nobody answers, it keeps what it scans and sends it later."""

    def __init__(self, name: str, url: str, token: str) -> None:
        self.name, self.url = name, url
        self.log: list[Shown] = []
        self.waiting: list[tuple[str, dict[str, object], Shown]] = []
        self.statuses: list[int] = []
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Authorization": f"Bearer {token}", "Connection": "close"})
        self._reached = url

    def cut(self) -> None:
        """Take its network away: nobody listens where it asks."""
        self._reached = f"http://{HOST}:{free_ports(1)[0]}"

    def mend(self) -> None:
        """Give the network back. It is not told: it finds out when it sends."""
        self._reached = self.url

    def scan(
        self, person_id: UUID, direction: str = "in", *, old: timedelta = timedelta()
    ) -> Shown:
        """A card is shown, made `old` ago."""
        now = clock.now()
        card = card_code(person_id, now=now - old)
        nonce = f"{self.name}-{len(self.log):06d}"
        shown = Shown(nonce, person_id, direction, now, card)
        self.log.append(shown)
        body = {"nonce": nonce, "direction": direction, "card": card}
        self._keep_or_send("/scans", body, shown)
        return shown

    def undo(self, shown: Shown) -> None:
        """A slip, taken back on this device."""
        shown.undone = True
        self._keep_or_send(f"/scans/{shown.nonce}/undo", {}, shown)

    def send_waiting(self) -> None:
        """What was kept goes out in its order, as long as somebody answers."""
        while self.waiting:
            path, body, shown = self.waiting[0]
            try:
                self._post(path, {**body, "sent_at": clock.now().isoformat()}, shown)
            except requests.ConnectionError:
                return
            self.waiting.pop(0)

    def _keep_or_send(self, path: str, body: dict[str, object], shown: Shown) -> None:
        self.send_waiting()
        if not self.waiting:
            try:
                self._post(path, body, shown)
            except requests.ConnectionError:
                pass
            else:
                return
        shown.offline = True
        moment = "undone_at" if path.endswith("/undo") else "scanned_at"
        self.waiting.append((path, {**body, moment: clock.now().isoformat()}, shown))

    def _post(self, path: str, body: dict[str, object], shown: Shown) -> None:
        answer = self._session.post(f"{self._reached}/api/v1{path}", json=body, timeout=30)
        self.statuses.append(answer.status_code)
        assert answer.status_code < requests.codes.server_error, answer.text[:500]
        if path == "/scans":
            shown.status, shown.said = answer.status_code, answer.json()
        else:
            assert answer.ok, answer.text[:500]

    def read(self, path: str) -> dict[str, object]:
        """What the API tells this device."""
        answer = self._session.get(f"{self._reached}/api/v1{path}", timeout=30)
        self.statuses.append(answer.status_code)
        assert answer.ok, answer.text[:500]
        return dict(answer.json())
