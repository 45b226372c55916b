"""Merging two places forgets no table: every column that names a place says what becomes of it."""

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, String, Table, Uuid
from sqlalchemy.orm import configure_mappers

import app as haoren
from app.domain.places.fates import FATE, PATH_OF, moves, path_of, stays
from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base

CURE = (
    "say it in the model, beside the foreign key: info=stays('活动') for what happened there, "
    "info=moves('团队', where=…) for what goes on with the successor (app/domain/places/fates.py)"
)
CURE_OF_PATHS = "a copy of a place's path follows it: info=path_of('place_id')"


def forgotten(metadata: MetaData) -> list[str]:
    """Columns that name a place, by key or by path, and say nothing; and those that could not."""
    found = []
    for table in metadata.sorted_tables:
        for column in table.columns:
            name = f"{table.name}.{column.name}"
            fate = column.info.get(FATE)
            if any(key.target_fullname == "place.id" for key in column.foreign_keys):
                if fate is None:
                    found.append(f"{name}: {CURE}")
                elif fate.moves and table.info.get("append_only"):
                    found.append(f"{name}: a row that is only added stays")
                elif fate.moves and column.primary_key and "NOT EXISTS" not in fate.where:
                    found.append(f"{name}: a key that moves may be there already")
            of = column.info.get(PATH_OF, "nothing")
            if column.name.rpartition("_")[2] == "path" and of == "nothing":
                found.append(f"{name}: {CURE_OF_PATHS}")
            if of not in (None, "", "nothing") and of not in table.columns:
                found.append(f"{name}: there is no column {of}")
    return found


def test_every_table_says_what_becomes_of_it() -> None:
    assert haoren.create_app  # imports every model
    configure_mappers()
    assert forgotten(Base.metadata) == []


@pytest.mark.parametrize(
    ("info", "key", "table_info", "words"),
    [
        ({}, False, {}, "stays"),
        (moves("x"), False, APPEND_ONLY, "only added"),
        (moves("x"), True, {}, "there already"),
    ],
)
def test_a_planted_table_is_found(
    info: dict[str, object], key: bool, table_info: dict[str, object], words: str
) -> None:
    metadata = MetaData()
    Table("place", metadata, Column("id", Uuid(), primary_key=True))
    there = Column("place_id", Uuid(), ForeignKey("place.id"), primary_key=key, info=info)
    Table("cinema", metadata, there, info=dict(table_info))
    (found,) = forgotten(metadata)
    assert found.startswith("cinema.place_id")
    assert words in found


def test_a_planted_path_is_found() -> None:
    metadata = MetaData()
    Table("place", metadata, Column("id", Uuid(), primary_key=True))
    there = Column("place_id", Uuid(), ForeignKey("place.id"), info=stays())
    Table("cinema", metadata, there, Column("place_path", String(60)))
    assert [one.partition(":")[0] for one in forgotten(metadata)] == ["cinema.place_path"]
    metadata.remove(metadata.tables["cinema"])
    path = Column("place_path", String(60), info=path_of("site_id"))
    Table("cinema", metadata, path)
    assert "site_id" in forgotten(metadata)[0]
