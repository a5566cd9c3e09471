"""Medical follow-up: appointments made, and absences after which a visit may be due. Frozen."""

from __future__ import annotations

from typing import Any


def moment(column: str) -> str:
    """A required local timestamp, `YYYY-MM-DD HH:MM:SS` with an optional fraction."""
    return (
        f"{column} DATETIME NOT NULL CONSTRAINT {column}_is_a_time CHECK (typeof({column}) = 'text'"
        f" AND substr({column}, 1, 19) IS datetime(substr({column}, 1, 19), '+0 days'))"
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


def number(column: str, lowest: int, highest: int) -> str:
    """A required integer within bounds."""
    return (
        f"{column} INTEGER NOT NULL CONSTRAINT {column}_in_bounds"
        f" CHECK (typeof({column}) = 'integer' AND {column} BETWEEN {lowest} AND {highest})"
    )


VISIT_TYPES = (
    "'initial','periodic','recovery','driving_certificate','electrical_certificate',"
    "'intermediate','pre_return','on_request','mid_career','end_career'"
)
ENTITY = (
    (
        "id TEXT NOT NULL PRIMARY KEY CONSTRAINT id_is_a_uuid"
        " CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*')"
    ),
    moment("created_at"),
    moment("updated_at"),
    number("row_version", 1, 2**53),
    "employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE",
)
# No free text in either: nobody is invited to write down what a doctor is for.
TABLES = {
    "appointments": (
        *ENTITY,
        code("visit_type", VISIT_TYPES),
        day("planned_on", required=True),
        code("status", "'planned','held','missed','cancelled'"),
    ),
    "absences": (
        *ENTITY,
        day("starts_on", required=True),
        day("ended_on"),
        number("return_visit", 0, 1),
        "CONSTRAINT ends_after_start CHECK (ended_on >= starts_on)",
    ),
}
INDEXES = {
    "appointments_by_employee": "appointments (employee_id, status, visit_type, planned_on, id)",
    "absences_by_employee": "absences (employee_id, starts_on, id)",
    "absences_due": "absences (return_visit, ended_on, employee_id, id)",
    # Who is due for a first visit, one under reinforced follow-up, one in mid-career: without the table.
    "employees_by_entry": (
        "employees (current_status, entry_date, contract_type, birth_date, night_worker, medical_regime, id)"
    ),
    "employees_by_birth": "employees (current_status, birth_date, contract_type, entry_date, id)",
    "employees_by_regime": "employees (medical_regime, id)",
}


def up(_migrator: Any, db: Any) -> None:
    """Create both tables, the ways to a person's rows, and the way to the returns that await a visit."""
    for name, columns in TABLES.items():
        db.execute_sql(f"CREATE TABLE {name} ({', '.join(columns)})")
    for name, target in INDEXES.items():
        db.execute_sql(f"CREATE INDEX {name} ON {target}")
