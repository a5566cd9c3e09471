"""The documents of each person: what lies where in the shared folder. Frozen like every migration."""

from __future__ import annotations

from typing import Any

MIMES = "'application/pdf','image/png','image/jpeg','image/tiff','image/webp'"
KINDS = "'caces','medical','training','photo','other'"


def moment(column: str) -> str:
    """A required local timestamp, `YYYY-MM-DD HH:MM:SS` with an optional fraction."""
    return (
        f"{column} DATETIME NOT NULL CONSTRAINT {column}_is_a_time CHECK (typeof({column}) = 'text'"
        f" AND substr({column}, 1, 19) IS datetime(substr({column}, 1, 19), '+0 days'))"
    )


def number(column: str) -> str:
    """A required integer from 1."""
    return (
        f"{column} INTEGER NOT NULL CONSTRAINT {column}_in_bounds"
        f" CHECK (typeof({column}) = 'integer' AND {column} BETWEEN 1 AND {2**53})"
    )


def digits(column: str, length: int, rule: str, more: str = "") -> str:
    """A text of so many hexadecimal digits."""
    return (
        f"{column} VARCHAR({length}) NOT NULL {more} CONSTRAINT {column}_{rule}"
        f" CHECK (length({column}) = {length} AND {column} NOT GLOB '*[^0-9a-f]*')"
    )


# Forward slashes, below the folder: the same name on every PC.
PATH = (
    "path VARCHAR(240) NOT NULL UNIQUE CONSTRAINT path_is_a_document"
    " CHECK (typeof(path) = 'text' AND length(path) <= 240 AND path GLOB 'documents/?*')"
)
ORIGINAL_NAME = (
    "original_name VARCHAR(200) CONSTRAINT original_name_fits CHECK (original_name IS NULL OR"
    " (typeof(original_name) = 'text' AND length(original_name) BETWEEN 1 AND 200))"
)
COLUMNS = (
    digits("id", 32, "is_a_uuid", "PRIMARY KEY"),
    moment("created_at"),
    moment("updated_at"),
    number("row_version"),
    "employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE",
    PATH,
    digits("sha256", 64, "is_a_hash"),
    number("size"),
    f"mime VARCHAR(40) NOT NULL CONSTRAINT mime_is_known CHECK (mime IN ({MIMES}))",
    f"kind VARCHAR(40) NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ({KINDS}))",
    ORIGINAL_NAME,
    # What a scan was called may say what the doctor saw.
    "CONSTRAINT medical_has_no_name CHECK (kind <> 'medical' OR original_name IS NULL)",
)


def up(_migrator: Any, db: Any) -> None:
    """Create the table and the way to a person's documents."""
    db.execute_sql(f"CREATE TABLE documents ({', '.join(COLUMNS)})")
    db.execute_sql("CREATE INDEX documents_by_employee ON documents (employee_id, kind, id)")
