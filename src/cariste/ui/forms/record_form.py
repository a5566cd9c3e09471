"""What the forms of the three kinds of records share: whose record it is, and its proof."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from cariste.core.i18n import _
from cariste.employee.form_values import Held, Known, Owner
from cariste.ui.context import Context
from cariste.ui.forms import storing
from cariste.ui.forms.form import Form


class RecordForm(Form):
    """A form about one record of a person.

    Attributes:
        owner: Whose record it is.
        known: The record that is written over; None adds one.
        proof: The field that takes the document.
    """

    def __init__(
        self, context: Context, parent: QWidget, title: str, owner: Owner, held: Held[Any] | None
    ) -> None:
        super().__init__(context, title, parent, about=owner.name)
        self.owner = owner
        self.known: Known | None = held.known if held is not None else None
        self._document = held.document if held is not None else None

    def add_proof(self, name: str, kind: str) -> None:
        """Add the field of the proof.

        Args:
            name: The field of the record that names it.
            kind: What it is; one of `constants.DOCUMENT_KINDS`.
        """
        self.proof = self.add_document(name, _("Proof"), kind, self._document)

    def storing(self, store: Callable[..., Any], values: Any) -> Callable[[], Any]:
        """Return what stores the record as typed, with its proof.

        Args:
            store: One of `storing.store_caces`, `store_visit`, `store_training`.
            values: What it takes of the record.
        """
        proof = storing.chosen_in(self.proof)
        return partial(store, self.context.workspace, self.owner, values, self.known, proof)

    def finish(self, at: str = "") -> None:
        """Begin; a window that only reads shows the form to read and to copy."""
        if not self.context.workspace.writing:
            self.be_read_only()
        self.begin(at)
