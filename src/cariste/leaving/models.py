"""That something about somebody was taken away, when and why: without the name."""

from __future__ import annotations

import json
from typing import ClassVar

from peewee import CharField, TextField, UUIDField

from cariste.database.model import Entity
from cariste.employee import validators
from cariste.employee.models.base import raise_if_any

ANONYMISED, DELETED, COPY = "anonymised", "deleted", "copy"
IDENTITY = (ANONYMISED, DELETED)
"""After these nobody can say any more who it was."""
LONGEST_REASON = 400


class Erasure(Entity):
    """That somebody's identity was taken away, or a copy of a certificate.

    Storing one of `IDENTITY` makes the journal forget: see `forgetting`. No foreign key: it outlives the
    file, and tells when a restored backup brings somebody back.

    Attributes:
        employee_id: Whose; says nothing by itself.
        form: `ANONYMISED`, `DELETED`, or `COPY` for the copy of a certificate that is over.
        reason: Why, in the words of whoever decided it, without the name.
        files: JSON, paths below the shared folder to be removed there; None when nothing is left.
    """

    employee_id = UUIDField()
    form = CharField(40)
    reason = CharField(LONGEST_REASON)
    files = TextField(null=True)

    # A path may hold what the file was called, which may be a name.
    hidden_in_journal: ClassVar[frozenset[str]] = frozenset({"files"})

    class Meta:
        table_name = "erasures"

    @property
    def paths(self) -> list[str]:
        """The files still to be removed."""
        return [] if self.files is None else [str(path) for path in json.loads(self.files)]

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        raise_if_any(
            {
                "form": validators.check_code(self.form, (*IDENTITY, COPY)),
                "reason": validators.check_text(self.reason, LONGEST_REASON, required=True),
            }
        )
