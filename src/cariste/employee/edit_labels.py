"""What an edit is called: undo, redo and the journal name it so."""

from __future__ import annotations

from collections.abc import Iterable

from cariste.core.i18n import _
from cariste.core.wording import of_person
from cariste.employee import labels
from cariste.regulation.rules import load_catalogue

_MOST_KINDS = 6


def person_added(name: str) -> str:
    """Return « Nouveau salarié Chloé Martin »."""
    return _("New employee {name}").format(name=name)


def person_changed(name: str) -> str:
    """Return « Fiche de Chloé Martin »."""
    return _("Record {of_person}").format(of_person=of_person(name))


def record_stored(record_type: str, kinds: Iterable[str], name: str) -> str:
    """Return « CACES R489-1A, 3, 5 de Chloé Martin », « Visite périodique d’Aïcha Modèle »."""
    return _("{what} {of_person}").format(what=what(record_type, kinds), of_person=of_person(name))


def record_deleted(record_type: str, kind: str, name: str) -> str:
    """Return « Suppression : CACES R489-5 de Chloé Martin »."""
    return _("Deleted: {label}").format(label=record_stored(record_type, [kind], name))


def what(record_type: str, kinds: Iterable[str]) -> str:
    """Return what records are: « CACES R489-1A, 3, 5 », « Visite périodique », the title of a training."""
    if record_type == labels.CACES:
        return _("CACES {kinds}").format(kinds=kinds_in_words(kinds))
    [kind] = kinds
    return labels.visit_label(kind) if record_type == labels.MEDICAL else kind


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Return several categories, the family of each written once: « R489-1A, 3, 5, R485-2 »."""
    catalogue = load_catalogue()
    family, words = "", []
    for kind in sorted(kinds, key=catalogue.order_of):
        found = catalogue.find(kind)
        again = found is not None and found.category is not None and found.family == family
        words.append(found.category or kind if found is not None and again else kind)
        family = found.family if found is not None else ""
    shown = ", ".join(words[:_MOST_KINDS])
    return f"{shown}…" if len(words) > _MOST_KINDS else shown
