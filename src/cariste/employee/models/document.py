"""A file of a person: a proof, a photo. The bytes lie in the shared folder and never change."""

from __future__ import annotations

import re
from typing import ClassVar

from peewee import CharField, ForeignKeyField, IntegerField

from cariste.core.i18n import _
from cariste.database.model import Entity
from cariste.employee import constants, validators
from cariste.employee.models.base import raise_if_any
from cariste.employee.models.employee import Employee

_HASH = re.compile(r"[0-9a-f]{64}")


class Document(Entity):
    """A file of a person.

    Records name it by its path. It stays when a record is renewed or names another one.

    Attributes:
        path: Below the shared folder, with slashes; what it names never changes.
        sha256: Of the bytes, 64 hexadecimal digits.
        size: In bytes.
        kind: One of `constants.DOCUMENT_KINDS`.
        original_name: What the file was called where it came from; never kept of a medical one.
    """

    employee = ForeignKeyField(Employee, backref="documents", on_delete="CASCADE")
    path = CharField(constants.LONGEST_DOCUMENT_PATH, unique=True)
    sha256 = CharField(64)
    size = IntegerField()
    mime = CharField(40)
    kind = CharField(40)
    original_name = CharField(constants.LONGEST_TEXT, null=True)

    # People put names into the names of files.
    hidden_in_journal: ClassVar[frozenset[str]] = frozenset({"original_name", "path"})

    class Meta:
        table_name = "documents"

    def validate(self) -> None:
        """Check every field.

        Raises:
            InvalidEntity: Names each field that is wrong.
        """
        named = self.original_name is not None
        raise_if_any(
            {
                "path": validators.check_text(self.path, constants.LONGEST_DOCUMENT_PATH, required=True),
                "sha256": None if _HASH.fullmatch(self.sha256 or "") else _("This is not a fingerprint."),
                "mime": validators.check_code(self.mime, constants.MIMES),
                "kind": validators.check_code(self.kind, constants.DOCUMENT_KINDS),
                "original_name": _("The name of a medical document is not kept.")
                if named and self.kind == constants.MEDICAL_DOCUMENT
                else validators.check_text(self.original_name, constants.LONGEST_TEXT),
            }
        )
