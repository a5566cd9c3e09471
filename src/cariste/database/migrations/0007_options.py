"""What a CACES says beyond its category: commande au sol, télécommande. Frozen."""

from __future__ import annotations

from typing import Any


def up(_migrator: Any, db: Any) -> None:
    """Add the column. Nothing is known of what was recorded before: no option, as then."""
    db.execute_sql(
        "ALTER TABLE caces ADD COLUMN option VARCHAR(40) CONSTRAINT option_is_known"
        " CHECK (option IS NULL OR option IN ('floor_control','remote_control'))"
    )
