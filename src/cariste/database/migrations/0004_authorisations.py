"""Who may drive: the employer's authorisations, inductions, assignments, machines, requirements. Frozen."""

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


def text(column: str, longest: int, *, required: bool = False) -> str:
    """A text column: text, not empty, not too long."""
    empty = "" if required else f"{column} IS NULL OR "
    return (
        f"{column} VARCHAR({longest}){' NOT NULL' if required else ''} CONSTRAINT {column}_fits "
        f"CHECK ({empty}(typeof({column}) = 'text' AND length({column}) BETWEEN 1 AND {longest}))"
    )


def day(column: str, *, required: bool = False) -> str:
    """A date column; SQLite would take 30 February."""
    empty = "" if required else f"{column} IS NULL OR "
    return (
        f"{column} DATE{' NOT NULL' if required else ''} CONSTRAINT {column}_is_a_date "
        f"CHECK ({empty}({column} IS date({column}, '+0 days')"
        f" AND {column} BETWEEN '1900-01-01' AND '9999-12-31'))"
    )


def code(column: str, codes: str) -> str:
    """A column that holds one of our codes."""
    return f"{column} VARCHAR(40) NOT NULL CONSTRAINT {column}_is_known CHECK ({column} IN ({codes}))"


VERSION = (
    "row_version INTEGER NOT NULL CONSTRAINT row_version_in_bounds"
    f" CHECK (typeof(row_version) = 'integer' AND row_version BETWEEN 1 AND {2**53})"
)
ENTITY = (uuid_column("id", "PRIMARY KEY"), moment("created_at"), moment("updated_at"), VERSION)
EMPLOYEE = "employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE"

TABLES = {
    "authorisations": (
        *ENTITY,
        EMPLOYEE,
        text("kind", 100, required=True),
        text("site", 100),
        day("issued_on", required=True),
        day("ends_on"),
        code("ends_source", "'computed','typed'"),
        text("signatory", 200, required=True),
        text("limits", 1000),
        text("other_proof", 400),
        day("withdrawn_on"),
        text("withdrawn_reason", 400),
        text("document_path", 400),
        "CONSTRAINT ends_after_issued CHECK (ends_on >= issued_on)",
        "CONSTRAINT withdrawn_after_issued CHECK (withdrawn_on >= issued_on)",
        "CONSTRAINT withdrawn_for_a_reason CHECK (withdrawn_on IS NULL OR withdrawn_reason IS NOT NULL)",
    ),
    "suspensions": (
        *ENTITY,
        EMPLOYEE,
        "authorisation_id TEXT NOT NULL REFERENCES authorisations (id) ON DELETE CASCADE",
        day("starts_on", required=True),
        day("ends_on"),
        text("reason", 400, required=True),
        "CONSTRAINT ends_after_start CHECK (ends_on >= starts_on)",
    ),
    "inductions": (
        *ENTITY,
        EMPLOYEE,
        text("site", 100),
        day("held_on", required=True),
        text("held_by", 200),
        text("document_path", 400),
    ),
    "assignments": (
        *ENTITY,
        EMPLOYEE,
        text("agency", 200, required=True),
        day("starts_on", required=True),
        day("ends_on"),
        day("documents_on"),
        text("documents_by", 200),
        "CONSTRAINT ends_after_start CHECK (ends_on >= starts_on)",
    ),
    "machines": (
        *ENTITY,
        text("number", 40, required=True) + " UNIQUE",
        text("name", 100, required=True),
        text("kind", 100, required=True),
        text("site", 100),
        day("out_of_service_on"),
    ),
    "requirements": (
        *ENTITY,
        text("role", 100, required=True),
        text("site", 100),
        text("kind", 200, required=True),
    ),
}
INDEXES = {
    "authorisations_by_employee": "authorisations (employee_id, kind, issued_on, id)",
    "authorisations_due": "authorisations (ends_on, employee_id, kind, id)",
    "suspensions_by_authorisation": "suspensions (authorisation_id, starts_on, id)",
    "suspensions_by_employee": "suspensions (employee_id, id)",
    "inductions_by_employee": "inductions (employee_id, held_on, id)",
    "assignments_by_employee": "assignments (employee_id, starts_on, id)",
}


def up(_migrator: Any, db: Any) -> None:
    """Create everything."""
    for name, columns in TABLES.items():
        db.execute_sql(f"CREATE TABLE {name} ({', '.join(columns)})")
    for name, target in INDEXES.items():
        db.execute_sql(f"CREATE INDEX {name} ON {target}")
    # No site means every site: as a value of its own, or two such rows would not be the same.
    db.execute_sql("CREATE UNIQUE INDEX one_requirement ON requirements (role, coalesce(site, ''), kind)")
