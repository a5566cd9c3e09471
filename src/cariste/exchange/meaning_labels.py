"""What a column can mean, in the user's words, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Callable

from cariste.core.i18n import _
from cariste.employee import labels
from cariste.exchange import meanings
from cariste.exchange.layouts import Layout
from cariste.exchange.meanings import Meaning
from cariste.regulation.rules import load_catalogue


def role_label(role: str) -> str:
    """Return what a column holds."""
    words: dict[str, Callable[[], str]] = {
        meanings.IGNORE: lambda: _("Do not import"),
        meanings.UNKNOWN: lambda: _("Not understood: not imported"),
        meanings.UNCLEAR: lambda: _("A date, to be said which"),
        meanings.FULL_NAME: lambda: _("Surname and first name"),
        meanings.FULL_NAME_REVERSED: lambda: _("First name and surname"),
        meanings.LAST_NAME: lambda: _("Surname"),
        meanings.FIRST_NAME: lambda: _("First name"),
        meanings.NUMBER: lambda: _("Employee number or WMS id"),
        meanings.CONTRACT: lambda: _("Contract"),
        meanings.ENTRY: lambda: _("Start date"),
        meanings.CONTRACT_END: lambda: _("End of contract"),
        meanings.LEFT: lambda: _("Leaving date"),
        meanings.BIRTH: lambda: _("Date of birth"),
        meanings.WORKSPACE: lambda: _("Work area"),
        meanings.ROLE: lambda: _("Role"),
        meanings.AGENCY: lambda: _("Temp agency"),
        meanings.EMAIL: lambda: _("E-mail"),
        meanings.PHONE: lambda: _("Phone"),
        meanings.REGIME: lambda: _("Medical follow-up (SIS, SIA, SIR)"),
        meanings.COMMENT: lambda: _("Remark (not imported)"),
        meanings.CACES: lambda: _("CACES, one or several"),
        meanings.CERTIFICATE: lambda: _("Training or certificate"),
        meanings.OPTION: lambda: _("Option of the CACES"),
        meanings.OBTAINED: lambda: _("Date obtained"),
        meanings.EXPIRY: lambda: _("Expiry date"),
        meanings.RESULT: lambda: _("Result of the test"),
        meanings.VALIDITY: lambda: _("Validity"),
        meanings.VISIT_TYPE: lambda: _("Visit type"),
        meanings.VISIT_DATE: lambda: _("Visit date"),
        meanings.VISIT_RESULT: lambda: _("Outcome of the visit"),
        meanings.VISIT_NEXT: lambda: _("Next visit no later than"),
    }
    return words[role]()


def meaning_label(meaning: Meaning) -> str:
    """Return a meaning in words: « Date d'obtention, R489-3 »."""
    role = role_label(meaning.role)
    return f"{role}, {kind_label(meaning.kind)}" if meaning.kind else role


def kind_label(kind: str | None) -> str:
    """Return what a dated column is about; without a kind, what each row says."""
    if kind is None:
        return _("(what the row says)")
    known = load_catalogue().find(kind)
    return labels.full_subject(labels.CACES, kind) if known is not None else kind


def role_choices() -> list[tuple[str, str]]:
    """Return words and code of every role that a column can be given, in the order people look for them."""
    roles = (
        meanings.IGNORE, meanings.FULL_NAME, meanings.FULL_NAME_REVERSED, meanings.LAST_NAME,
        meanings.FIRST_NAME, meanings.NUMBER, meanings.CONTRACT, meanings.ENTRY, meanings.CONTRACT_END,
        meanings.LEFT, meanings.BIRTH, meanings.WORKSPACE, meanings.ROLE, meanings.AGENCY, meanings.EMAIL,
        meanings.PHONE, meanings.REGIME, meanings.CACES, meanings.CERTIFICATE, meanings.OPTION,
        meanings.OBTAINED, meanings.EXPIRY, meanings.RESULT, meanings.VALIDITY, meanings.VISIT_TYPE,
        meanings.VISIT_DATE, meanings.VISIT_RESULT, meanings.VISIT_NEXT, meanings.COMMENT,
    )  # fmt: skip
    return [(role_label(role), role) for role in roles]


def kind_choices() -> list[tuple[str, str | None]]:
    """Return words and code of every certificate a dated column can be about: those in force come first."""
    catalogue = load_catalogue()
    kinds = sorted(
        (kind for kind in catalogue if kind.group != "medical"), key=lambda kind: (kind.legacy, kind.group)
    )
    return [(kind_label(None), None), *((kind_label(kind.code), kind.code) for kind in kinds)]


def layout_label(layout: Layout | str) -> str:
    """Return what was recognised of a table."""
    words: dict[str, Callable[[], str]] = {
        "wide": lambda: _("one row per person, columns for each CACES or training"),
        "list": lambda: _("a list: one row per certificate, visit or training"),
        "matrix": lambda: _("people and trainings crossed"),
        "people": lambda: _("a list of people"),
    }
    return words[layout]() if layout in words else _("no list of people recognised")
