"""The first schema. Frozen: it never changes again, whatever the models become."""

from __future__ import annotations

from typing import Any

VISIT_TYPES = (
    "'initial','periodic','recovery','driving_certificate','electrical_certificate',"
    "'intermediate','pre_return','on_request','mid_career','end_career'"
)
TRACKS = "'follow_up','driving_certificate','electrical_certificate'"
RESULTS = "'fit','unfit','fit_with_restrictions','follow_up_certificate','pending'"


def text(column: str, longest: int, *, required: bool = False) -> str:
    """A text column as a strict server would keep it: text, not empty, not too long."""
    empty = "" if required else f"{column} IS NULL OR "
    return (
        f"{column} VARCHAR({longest}){' NOT NULL' if required else ''} CONSTRAINT {column}_fits "
        f"CHECK ({empty}(typeof({column}) = 'text' AND length({column}) BETWEEN 1 AND {longest}))"
    )


def day(column: str, *, required: bool = False) -> str:
    """A date column: SQLite would take 30 February; reckoning with it shows that it does not exist."""
    empty = "" if required else f"{column} IS NULL OR "
    return (
        f"{column} DATE{' NOT NULL' if required else ''} CONSTRAINT {column}_is_a_date "
        f"CHECK ({empty}({column} IS date({column}, '+0 days')"
        f" AND {column} BETWEEN '1900-01-01' AND '9999-12-31'))"
    )


def moment(column: str) -> str:
    """A required local timestamp, `YYYY-MM-DD HH:MM:SS` with an optional fraction."""
    return (
        f"{column} DATETIME NOT NULL CONSTRAINT {column}_is_a_time CHECK (typeof({column}) = 'text'"
        f" AND substr({column}, 1, 19) IS datetime(substr({column}, 1, 19), '+0 days'))"
    )


def number(column: str, lowest: int, highest: int, *, required: bool = False) -> str:
    """An integer column within bounds."""
    empty = "" if required else f"{column} IS NULL OR "
    return (
        f"{column} INTEGER{' NOT NULL' if required else ''} CONSTRAINT {column}_in_bounds "
        f"CHECK ({empty}(typeof({column}) = 'integer' AND {column} BETWEEN {lowest} AND {highest}))"
    )


def code(column: str, codes: str, *, required: bool = True) -> str:
    """A column that holds one of our codes."""
    empty = "" if required else f"{column} IS NULL OR "
    return (
        f"{column} VARCHAR(40){' NOT NULL' if required else ''} CONSTRAINT {column}_is_known "
        f"CHECK ({empty}{column} IN ({codes}))"
    )


def key(column: str = "id") -> str:
    """A UUID primary key, 32 hexadecimal digits."""
    return (
        f"{column} TEXT NOT NULL PRIMARY KEY CONSTRAINT {column}_is_a_uuid "
        f"CHECK (length({column}) = 32 AND {column} NOT GLOB '*[^0-9a-f]*')"
    )


ENTITY = (key(), moment("created_at"), moment("updated_at"), number("row_version", 1, 2**53, required=True))
EMPLOYEE = "employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE"
SOURCE = code("expiration_source", "'computed','typed'")

TABLES = {
    "employees": (
        *ENTITY,
        text("external_id", 40),
        text("first_name", 100, required=True),
        text("last_name", 100, required=True),
        code("current_status", "'active','inactive'"),
        text("workspace", 100),
        text("role", 100),
        code("contract_type", "'CDI','CDD','Interim','Alternance'", required=False),
        day("entry_date"),
        day("birth_date"),
        day("contract_end"),
        day("left_on"),
        code("medical_regime", "'SIS','SIA','SIR'", required=False),
        number("night_worker", 0, 1, required=True),
        text("agency", 200),
        day("assignment_end"),
        text("email", 200),
        text("phone", 40),
        text("avatar_path", 400),
        text("search_text", 1000, required=True),
    ),
    "caces": (
        *ENTITY,
        EMPLOYEE,
        text("kind", 100, required=True),
        day("completion_date"),
        day("expiration_date", required=True),
        SOURCE,
        text("certificate_number", 100),
        text("organisation", 200),
        text("document_path", 400),
        "CONSTRAINT expires_after_obtained CHECK (expiration_date >= completion_date)",
    ),
    "medical_visits": (
        *ENTITY,
        EMPLOYEE,
        code("visit_type", VISIT_TYPES),
        code("track", TRACKS),
        day("visit_date", required=True),
        day("expiration_date"),
        SOURCE,
        code("result", RESULTS),
        text("restrictions", 1000),
        text("document_path", 400),
        "CONSTRAINT expires_after_visit CHECK (expiration_date >= visit_date)",
    ),
    "online_trainings": (
        *ENTITY,
        EMPLOYEE,
        text("title", 200, required=True),
        text("kind", 200, required=True),
        day("completion_date"),
        number("validity_months", 1, 1200),
        day("expiration_date"),
        SOURCE,
        code("mode", "'online','classroom'"),
        text("certificate_path", 400),
        "CONSTRAINT expires_after_completion CHECK (expiration_date >= completion_date)",
    ),
    "settings": (*ENTITY, text("key", 100, required=True) + " UNIQUE", text("value", 100_000, required=True)),
    "app_locks": (
        "id INTEGER NOT NULL PRIMARY KEY",
        text("hostname", 255, required=True),
        text("username", 255, required=True),
        moment("locked_at"),
        moment("last_heartbeat"),
        number("process_id", 0, 2**53, required=True),
        text("app_version", 40, required=True),
        text("token", 32, required=True),
        number("epoch", 1, 999_999, required=True),
    ),
    "publications": (
        key("uuid"),
        "parent TEXT",
        number("epoch", 1, 999_999, required=True),
        number("number", 1, 999_999, required=True),
        number("released", 0, 1, required=True),
        text("schema", 100, required=True),
        text("hostname", 255, required=True),
        moment("at"),
        "CONSTRAINT one_publication_per_number UNIQUE (epoch, number)",
    ),
    "changes": (
        "id INTEGER NOT NULL PRIMARY KEY",
        "uuid TEXT NOT NULL UNIQUE",
        moment("at"),
        text("username", 255, required=True),
        text("hostname", 255, required=True),
        text("label", 400, required=True),
    ),
    # The longest table by far: no text twice, no key but the row's own number.
    "journal": (
        "id INTEGER NOT NULL PRIMARY KEY",
        "change_id INTEGER NOT NULL REFERENCES changes (id)",
        text("entity", 40, required=True),
        "entity_id TEXT NOT NULL",
        "employee_id TEXT",
        code("action", "'insert','update','delete'"),
        "fields TEXT CONSTRAINT fields_are_json CHECK (fields IS NULL OR json_valid(fields))",
    ),
}

INDEXES = {
    "employees_external_id": "UNIQUE employees (external_id)",
    "employees_by_name": "employees (search_text, id)",
    "employees_by_status": "employees (current_status, id)",
    # What expires when, without touching the table; and the latest of each kind per person.
    "caces_due": "caces (expiration_date, employee_id, kind, id)",
    "caces_latest": "caces (employee_id, kind, expiration_date, id)",
    "medical_visits_due": "medical_visits (expiration_date, employee_id, track, visit_date, id)",
    "medical_visits_latest": "medical_visits (employee_id, track, visit_date, expiration_date, id)",
    "online_trainings_due": "online_trainings (expiration_date, employee_id, kind, id)",
    "online_trainings_latest": "online_trainings (employee_id, kind, expiration_date, id)",
    "changes_by_time": "changes (at)",
    "journal_by_employee": "journal (employee_id)",
    "journal_by_change": "journal (change_id)",
}


def up(_migrator: Any, db: Any) -> None:
    """Create everything."""
    for name, columns in TABLES.items():
        db.execute_sql(f"CREATE TABLE {name} ({', '.join(columns)})")
    for name, target in INDEXES.items():
        unique, _, rest = target.rpartition("UNIQUE ")
        db.execute_sql(f"CREATE {'UNIQUE ' if unique or target != rest else ''}INDEX {name} ON {rest}")
