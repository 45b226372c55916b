"""People by the hundred thousand: what matters to an index is as in real rows, and written in bulk.

The first thousands of a district pass every check of a registration (`population.py`); these are
made of the same parts: numbers with check digits, names with their sound, ID numbers sealed and
indexed, a consent each. To check them one by one would take half an hour.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from stdnum.cn import ric
from stdnum.iso7064 import mod_11_10

from app.domain.people import consents
from app.domain.people.application import ID_NUMBER_COLUMN
from app.domain.people.pinyin import name_pinyin
from app.kernel.crypto import blind_index, encrypt
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

AT_ONCE = 20_000
SCATTER = 7_919  # no factor of ten million: other people, other numbers, in no order
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("桂英", "建国", "秀兰", "志强", "玉珍", "国栋", "淑华", "伟", "敏", "军", "静", "勇")
FIRST_BIRTHDAY = date(1945, 1, 1)
DAYS = 60 * 365
PERSON = (
    *("id", "number", "name", "name_pinyin", "phone", "birth_date"),
    *("id_number", "id_number_index", "id_number_tail", "community_id", "categories", "skills"),
    *("free_times", "state", "large_type", "guards_children", "sign_in_generation"),
    *("registered_at", "source"),
)
CONSENT = ("id", "volunteer_id", "kind", "version", "text_hash", "channel", "given_at")


def enter_crowd(numbers: range, communities: Sequence[UUID], *, now: datetime) -> None:
    """Write these people and their consents, many thousands at once."""
    chance = random.Random(numbers.start)
    names = [(name, name_pinyin(name)) for name in map("".join, product(SURNAMES, GIVEN))]
    for first in range(numbers.start, numbers.stop, AT_ONCE):
        some = range(first, min(first + AT_ONCE, numbers.stop))
        people = [
            _somebody(chance, chance.choice(names), chance.choice(communities), number, now=now)
            for number in some
        ]
        with transaction():
            _write("volunteer", PERSON, people)
            _write("consent", CONSENT, (_consent(person) for person in people))


def id_number(number: int) -> str:
    """Valid, and another one for each of a million: four areas, a thousand serials, then a day."""
    return _id_number(number)[0]


def _id_number(number: int) -> tuple[str, date]:
    area, serial = 370702 + number // 1000 % 4, number % 1000
    day = FIRST_BIRTHDAY + timedelta((number // 4000 * 87 + number % 4000 * 5) % DAYS)
    bare = f"{area}{day:%Y%m%d}{serial:03d}"
    return bare + str(ric.calc_check_digit(bare + "0")), day


def _somebody(
    chance: random.Random,
    name: tuple[str, str],
    community_id: UUID,
    number: int,
    *,
    now: datetime,
) -> tuple[Any, ...]:
    on_the_card, born = _id_number(number)
    body = f"{now.year % 100 - 1}{number * SCATTER % 10**7:07d}"
    registered_at = now - timedelta(days=chance.randint(1, 300))
    return (
        *(new_id().hex, body + str(mod_11_10.calc_check_digit(body)), *name),
        *(f"139{number:08d}", born.isoformat()),
        *(encrypt(on_the_card, column=ID_NUMBER_COLUMN),),
        *(blind_index(on_the_card, column=ID_NUMBER_COLUMN), on_the_card[-4:]),
        *(community_id.hex, '["社区服务"]', "[]", "[]", "active", 0, 0, 0),
        *(f"{registered_at:%Y-%m-%d %H:%M:%S.%f}", "demo"),
    )


def _consent(person: tuple[Any, ...]) -> tuple[Any, ...]:
    given_at = person[PERSON.index("registered_at")]
    kept = (consents.KIND, consents.VERSION, consents.text_hash(), "demo", given_at)
    return (new_id().hex, person[0], *kept)


def _write(table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """By the drivers' own ways: COPY, or one statement prepared once."""
    driver: Any = session.connection().connection.dbapi_connection
    named = ", ".join(columns)
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
