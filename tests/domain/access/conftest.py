"""Cheap hashes, so that tests about passwords take milliseconds."""

import pytest
from argon2 import PasswordHasher

from app.domain.access import hashing


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "HASHER", PasswordHasher(1, 8, 1))
