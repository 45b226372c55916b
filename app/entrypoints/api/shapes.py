"""What goes in and out of the API; its OpenAPI description is made from these."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from app.entrypoints.unreadable import NUL

LONGEST_CARD = 300
LONGEST_TEXT = 60
NONCE = r"^[A-Za-z0-9_-]{8,40}$"
Direction = Literal["in", "out"]
State = Literal["expected", "in", "out", "missed", "waiting"]


class Asked(BaseModel):
    """What a client sends; a misspelt field is told, and so is a NUL, which nothing keeps."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        if isinstance(value, str) and NUL in value:
            raise ValueError("NUL")
        return value


class Answer(BaseModel):
    """What a client gets."""

    model_config = ConfigDict(extra="forbid")


class Scan(Asked):
    """One scan. Exactly one of `card`, `person_id` and `text` says who it is."""

    nonce: Annotated[str, Field(pattern=NONCE)]
    direction: Direction
    session_id: UUID | None = None
    card: Annotated[str, Field(max_length=LONGEST_CARD)] = ""
    person_id: UUID | None = None
    text: Annotated[
        str,
        Field(
            max_length=LONGEST_TEXT,
            description="A volunteer number, or the name and the last four digits of the phone.",
        ),
    ] = ""
    scanned_at: Annotated[
        AwareDatetime | None,
        Field(description="By the device's clock, when scanned without network."),
    ] = None
    sent_at: Annotated[
        AwareDatetime | None,
        Field(description="The device's clock on sending; `scanned_at` is put right by it."),
    ] = None

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if sum(map(bool, (self.card, self.person_id, self.text))) != 1:
            raise ValueError("exactly one of card, person_id, text")
        return self


class WalkIn(Asked):
    """Somebody at the door without a sign-up, by her own card of this minute.

    Without `position_id` she gets the first position with room that suits her.
    """

    nonce: Annotated[str, Field(pattern=NONCE)]
    card: Annotated[str, Field(min_length=1, max_length=LONGEST_CARD)]
    session_id: UUID | None = None
    position_id: UUID | None = None


class Undoing(Asked):
    """Take a scan back. `undone_at` by the device's clock, when it had no network."""

    undone_at: AwareDatetime | None = None
    sent_at: AwareDatetime | None = None


class PersonNamed(Answer):
    """Whose scan it was."""

    id: UUID
    name: str


class ScanTaken(Answer):
    """It counts, or did before (`repeated`); `at` is when she came or left."""

    nonce: str
    direction: Direction
    at: AwareDatetime
    repeated: bool
    sentence: str
    person: PersonNamed
    title: str


class ScanUndone(Answer):
    """It no longer counts."""

    nonce: str
    direction: Direction
    sentence: str
    person: PersonNamed


class DeviceNamed(Answer):
    """The scanner itself, until when its token works, and whether it may take walk-ins."""

    name: str
    ends_at: AwareDatetime
    walk_ins: bool


class Session(Answer):
    """A session at its door. `came` counts those who left, too."""

    id: UUID
    title: str
    place: str
    venue: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    expected: int
    came: int
    left: int
    device: DeviceNamed
    now: AwareDatetime


class OpenPosition(Answer):
    """A position with room: `left` places nobody has taken."""

    id: UUID
    name: str
    left: int


class OpenPositions(Answer):
    """The positions of a session that have room."""

    positions: list[OpenPosition]


class Sessions(Answer):
    """The sessions the token is good for at this moment."""

    sessions: list[Session]


class Person(Answer):
    """Somebody of a session."""

    id: UUID
    name: str
    number: str
    state: State
    in_at: AwareDatetime | None
    out_at: AwareDatetime | None


class People(Answer):
    """People of a session, in the order they signed up."""

    people: list[Person]


class SealedPerson(Answer):
    """Base64. `sealed` is a nonce of 12 bytes and AES-256-GCM over JSON, `lookup` bound to it."""

    lookup: str
    sealed: str


class SealedPeople(Answer):
    """A list to keep for no network; what opens it stands in docs/decisions/0005.

    With `secret` the 16 bytes of the person's id, which her card begins with: `lookup` is the first
    16 bytes of HMAC-SHA256(salt, "lookup" + secret), the key HMAC-SHA256(salt, "entry" + secret).
    """

    salt: str
    entries: list[SealedPerson]


class AudienceEvent(Answer):
    """An event for an audience, and how many have come in; `closed`: why nobody may at any hour."""

    id: UUID
    title: str
    venue: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    opens_at: AwareDatetime
    by_ticket: bool
    tickets_until: AwareDatetime | None
    seats: int | None
    scanned: int
    tapped: int
    closed: str
    now: AwareDatetime


class AudienceEvents(Answer):
    """The events whose doors the token opens at this moment: one of so many pages."""

    events: list[AudienceEvent]
    page: int
    pages: int


class SealedTickets(Answer):
    """An event's tickets to keep for no network, sealed and opened as the people of a session are.

    What opens an entry is the id a ticket's code begins with, or its holder's card. It says
    `ticket` (as an answer to a scan does), `seats`, `held`, `admitted`, `in_at`. More follow while
    there is a `next`. A ticket whose id begins (in hex) with less than `complete_to` and opens
    nothing is not of this event; a card begins with its holder's id and says that only of a list
    made after the event's `tickets_until`. After `good_until` the list is to be thrown away.
    """

    salt: str
    entries: list[SealedPerson]
    made_at: AwareDatetime
    good_until: AwareDatetime
    complete_to: str
    next: UUID | None


class MadeOffline(Asked):
    """What a device may have done without network."""

    scanned_at: Annotated[
        AwareDatetime | None, Field(description="By the device's clock, when it had no network.")
    ] = None
    sent_at: Annotated[
        AwareDatetime | None,
        Field(description="The device's clock on sending; `scanned_at` is put right by it."),
    ] = None


class TicketShown(MadeOffline):
    """A ticket's code or number, or the card of who holds it.

    `people`: how many come in, all its seats if it is not said; with `scanned_at` how many have.
    """

    nonce: Annotated[str, Field(pattern=NONCE)]
    code: Annotated[str, Field(min_length=1, max_length=LONGEST_CARD)]
    people: Annotated[int | None, Field(ge=1, le=5)] = None


class FewerCame(Asked):
    """How many really came in by a scan."""

    people: Annotated[int, Field(ge=0, le=5)]


class LetIn(Answer):
    """They may come in: `people` by this scan, `admitted` on the ticket in all, of `seats`."""

    nonce: str
    ticket: str
    people: int
    admitted: int
    seats: int
    at: AwareDatetime
    sentence: str


class Tap(MadeOffline):
    """People without a ticket, counted; below nothing: taken back."""

    nonce: Annotated[str, Field(pattern=NONCE)]
    people: Annotated[int, Field(ge=-10, le=10)]


class Tapped(Answer):
    """How many have been counted so far, by all devices."""

    nonce: str
    tapped: int


class Problem(Answer):
    """Why not: a word for programs, a sentence for the person, and what she can do."""

    code: str
    message: str
    next_step: str
