import hashlib

import pytest
from sqlalchemy import Select, select
from sqlalchemy import text as sql

from app.domain.people import consents, queries
from app.domain.people.models import Volunteer
from app.domain.people.pinyin import name_pinyin
from app.domain.people.search import matching
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests.conftest import Counting
from tests.world import a_station, a_volunteer, an_office, saved


def somebody(name: str, **where: object) -> Volunteer:
    person = a_volunteer(name=name, **where)  # type: ignore[arg-type]
    person.name_pinyin = name_pinyin(name)
    return saved(person)


@pytest.mark.usefixtures("database")
def test_people_are_found_by_what_staff_know_of_them() -> None:
    zhang, shan = somebody("张桂英"), somebody("单雄信")

    def found(text: str) -> set[str]:
        return {person.name for person in queries.search(text, EVERYWHERE).items}

    assert found("") == {"张桂英", "单雄信"}
    for text in (zhang.number, zhang.phone, "张桂", "zhanggui", "ZGY", "zhang gui ying"):
        assert found(text) == {"张桂英"}, text
    for text in ("shan", "sxx", shan.number):
        assert found(text) == {"单雄信"}, text
    assert "张桂英" in found(zhang.phone[-4:])
    for text in ("王", "dan", "%", "_", zhang.number[:9], "ying"):
        assert found(text) == set(), text


@pytest.mark.usefixtures("database")
def test_a_search_stays_in_the_subtree() -> None:
    office = an_office()
    mine = somebody("张桂英", at=a_station(office))
    other = somebody("张桂兰")
    within = Scope(office.path)
    assert [person.id for person in queries.search("张", within).items] == [mine.id]
    assert queries.count_registered(within) == 1
    assert queries.count_registered(EVERYWHERE) == 2
    assert queries.volunteer(mine.id, within).id == mine.id
    with pytest.raises(NotFound):
        queries.volunteer(other.id, within)
    with pytest.raises(NotFound):
        queries.volunteer(new_id())


def test_a_page_of_people_costs_as_many_statements_as_one(
    database: object, statements: Counting
) -> None:
    station = a_station()
    counts = []
    for _ in range(2):
        for _ in range(3):
            somebody("张桂英", at=station)
        with statements() as seen:
            assert queries.search("张", EVERYWHERE).items
        counts.append(len(seen))
    assert counts == [3, 3]


@pytest.mark.usefixtures("database")
def test_cards_are_what_lists_need() -> None:
    person = somebody("张桂英")
    card = queries.cards([person.id, new_id()])[person.id]
    assert (card.name, card.number, card.masked_name) == ("张桂英", person.number, "张**")
    assert queries.cards([]) == {}


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("张桂英", "zhangguiying zgy"),
        ("单雄信", "shanxiongxin sxx"),
        ("尉迟恭", "yuchigong ycg"),
        ("阿依古丽·买买提", "ayigulimaimaiti ayglmmt"),
        ("Mary Ann", "maryann ma"),
    ],
)
def test_names_as_they_sound(name: str, sound: str) -> None:
    assert name_pinyin(name) == sound


def test_the_longest_name_fits_its_column() -> None:
    assert len(name_pinyin("庄" * 50)) <= 120


def test_changed_words_need_a_new_version() -> None:
    shown = {
        "2026-11": "6fd1d78823b55c9c3bdc31d32385a14e77e4f139e63790ec24ed55977b70e6e6",
        "2026-12": "76a07a0b5947144fb9b3d807725ebe330c2f99d50d65b9d33e854f1827bd4018",
        "2027-01": "53e7109b0d591b0d626b51e58b956e36064ed58b5b5b99f9da296a006802ebb0",
    }
    assert consents.text_hash() == shown[consents.VERSION], (
        "the consent's words changed: give them a new VERSION and add it here with its hash"
    )
    assert consents.text_hash("x") == hashlib.sha256(b"x").hexdigest()


def test_changed_words_for_guardians_need_a_new_version() -> None:
    shown = {"2026-12": "680e54c4fbd2aa21088ce5c2cb5ac45070d24fa3bb68864a0955c057ccf76be6"}
    assert consents.text_hash(consents.GUARDIAN_TEXT) == shown[consents.GUARDIAN_VERSION], (
        "the guardians' words changed: give them a new version and add it here with its hash"
    )


@pytest.mark.usefixtures("database")
def test_a_number_is_looked_up_however_many_people_there_are() -> None:
    station = a_station()
    for _ in range(60):
        a_volunteer(station)
    here = Volunteer.community_id.in_(places.ids_within(EVERYWHERE))
    query = matching(select(Volunteer), "202600000001").where(here)
    by_its_index = ("(number=?)", "Index Scan using uq_volunteer_number")
    assert any(words in plan_of(query) for words in by_its_index), plan_of(query)


def plan_of(query: Select[Volunteer]) -> str:
    """How the database goes about it; PostgreSQL would read a table as small as here in whole."""
    asked = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sql("ANALYZE volunteer"))
        session.execute(sql("SET LOCAL enable_seqscan = off"))
        return "\n".join(session.scalars(sql(f"EXPLAIN {asked}")))
    return "\n".join(row[3] for row in session.execute(sql(f"EXPLAIN QUERY PLAN {asked}")))
