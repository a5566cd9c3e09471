"""For which role an authorisation was issued: a person who changes role has it looked at again. Frozen."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column; what was issued before is taken to be for the role of today, the only one known."""
    db.execute_sql(
        "ALTER TABLE authorisations ADD COLUMN issued_as VARCHAR(100) CONSTRAINT issued_as_fits CHECK"
        " (issued_as IS NULL OR (typeof(issued_as) = 'text' AND length(issued_as) BETWEEN 1 AND 100))"
    )
    db.execute_sql(
        "UPDATE authorisations SET issued_as ="
        " (SELECT role FROM employees WHERE employees.id = authorisations.employee_id)"
    )
