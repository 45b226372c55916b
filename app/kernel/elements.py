"""Lists kept as JSON, asked about inside the database."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class _Elements(GenericFunction[Any]):
    """The elements of a list as rows of one column, `value`."""

    name = "elements"
    inherit_cache = True


@compiles(_Elements, "sqlite")
def _on_sqlite(element: _Elements, compiler: Any, **kwargs: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kwargs)})"


@compiles(_Elements, "postgresql")
def _on_postgresql(element: _Elements, compiler: Any, **kwargs: Any) -> str:
    return f"jsonb_array_elements_text({compiler.process(element.clauses, **kwargs)})"


def all_among(column: Any, allowed: Collection[str]) -> ColumnElement[bool]:
    """Whether every element of a JSON list of texts is one of the allowed; an empty list is."""
    each = _Elements(column).table_valued("value")
    other = select(each.c.value).where(each.c.value.not_in(sorted(allowed)))
    return not_(other.correlate_except(each).exists())
