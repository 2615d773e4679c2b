"""Columns, and their types, that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


def clean(text: str) -> str:
    """Text both databases can hold: no NUL (PostgreSQL refuses it), no lone surrogate (neither can encode it)."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def cleaned(value: Any) -> Any:
    """The same for every string in JSON-ready data."""
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else clean(value)
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


class CleanText(TypeDecorator[str]):
    """Text of any length, cleaned on its way in: ids and codes can come from a forged button."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else cleaned(str(value))


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses naive values, since SQLite drops the zone without a word; gives back aware UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(*more: Any, **options: Any) -> Any:
    return Field(sa_column=Column(CleanText, *more, nullable=False, **options))


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(sa_column=Column(UtcDateTime, nullable=nullable, index=index))


def number(*, primary_key: bool = False) -> Any:
    return Field(sa_column=Column(Integer, primary_key=primary_key, autoincrement=False, nullable=False))


def sealed(*, nullable: bool = False) -> Any:
    """What people wrote, as it may be kept."""
    return Field(sa_column=Column(LargeBinary, nullable=nullable))
