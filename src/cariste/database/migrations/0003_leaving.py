"""Decisions about people: who is not whom, who was merged into whom, whose identity was taken away."""

from __future__ import annotations

from typing import Any


def uuid_column(column: str, constraint: str = "") -> str:
    """A column of 32 hexadecimal digits."""
    return (
        f"{column} TEXT NOT NULL {constraint} CONSTRAINT {column}_is_a_uuid"
        f" CHECK (length({column}) = 32 AND {column} NOT GLOB '*[^0-9a-f]*')"
    )


def moment(column: str) -> str:
    """A required local timestamp, `YYYY-MM-DD HH:MM:SS` with an optional fraction."""
    return (
        f"{column} DATETIME NOT NULL CONSTRAINT {column}_is_a_time CHECK (typeof({column}) = 'text'"
        f" AND substr({column}, 1, 19) IS datetime(substr({column}, 1, 19), '+0 days'))"
    )


VERSION = (
    "row_version INTEGER NOT NULL CONSTRAINT row_version_in_bounds"
    f" CHECK (typeof(row_version) = 'integer' AND row_version BETWEEN 1 AND {2**53})"
)
REASON = (
    "reason VARCHAR(400) NOT NULL CONSTRAINT reason_fits"
    " CHECK (typeof(reason) = 'text' AND length(reason) BETWEEN 1 AND 400)"
)
# No foreign keys: what was decided outlives the files of the people it was decided about.
ENTITY = (
    uuid_column("id", "PRIMARY KEY"),
    moment("created_at"),
    moment("updated_at"),
    VERSION,
    uuid_column("employee_id"),
)
LINKS = (
    *ENTITY,
    uuid_column("other_id"),
    "relation VARCHAR(40) NOT NULL CONSTRAINT relation_is_known CHECK (relation IN ('distinct','merged'))",
    "CONSTRAINT two_people CHECK (employee_id <> other_id)",
    "CONSTRAINT decided_once UNIQUE (employee_id, other_id, relation)",
)
ERASURES = (
    *ENTITY,
    "form VARCHAR(40) NOT NULL CONSTRAINT form_is_known CHECK (form IN ('anonymised','deleted','copy'))",
    REASON,
    "files TEXT CONSTRAINT files_are_json CHECK (files IS NULL OR json_valid(files))",
)


def up(_migrator: Any, db: Any) -> None:
    """Create both tables and the ways to a person's rows."""
    db.execute_sql(f"CREATE TABLE person_links ({', '.join(LINKS)})")
    db.execute_sql("CREATE INDEX person_links_by_other ON person_links (other_id, relation)")
    db.execute_sql(f"CREATE TABLE erasures ({', '.join(ERASURES)})")
    db.execute_sql("CREATE INDEX erasures_by_employee ON erasures (employee_id, form)")
