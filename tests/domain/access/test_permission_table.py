from pathlib import Path

from app.domain.access.permission_table import as_markdown

PAGE = Path(__file__).parents[3] / "docs" / "permissions.md"


def test_the_page_is_printed_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), (
        "run `flask docs permissions > docs/permissions.md`"
    )
