"""The stored codes in the user's words: one wording for the window, the command line and the exports.

French gender: « expiré » suits a CACES; a visit or a training is « en retard » (glossary S3): it suits any.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import lru_cache

from cariste.core.i18n import _, language, ngettext, pgettext
from cariste.core.wording import NO_BREAK_SPACE, days_in_words, format_date, format_number
from cariste.employee import constants
from cariste.regulation.rules import load_catalogue

CACES, MEDICAL, TRAINING = "caces", "medical", "training"
AUTHORISATION, CONTRACT, MISSING = "authorisation", "contract", "missing"
"""What an alert is about."""

_USUAL_FAMILY = "R489-"
_BRIEF = 12
"""Letters up to which a training is named where there is little room."""


def status_label(code: str) -> str:
    """Return « Actif » or « Sorti »."""
    return _("Active") if code == constants.ACTIVE else pgettext("person", "Left")


def contract_label(code: str | None) -> str:
    """Return the contract as written on screen, an empty text for none."""
    if code == constants.CDI:
        return pgettext("contract", "Permanent")
    if code == constants.CDD:
        return pgettext("contract", "Fixed-term")
    if code == constants.INTERIM:
        return pgettext("contract", "Agency")
    if code == constants.ALTERNANCE:
        return pgettext("contract", "Work-study")
    return code or ""


def visit_label(visit_type: str) -> str:
    """Return the kind of a medical visit: « Visite périodique »."""
    labels: dict[str, Callable[[], str]] = {
        constants.INITIAL: lambda: _("Initial visit"),
        constants.PERIODIC: lambda: _("Periodic visit"),
        constants.RECOVERY: lambda: _("Return-to-work visit"),
        constants.DRIVING_CERTIFICATE: lambda: _("Driving certificate"),
        constants.ELECTRICAL_CERTIFICATE: lambda: _("Electrical certificate"),
        constants.INTERMEDIATE: lambda: _("Intermediate visit"),
        constants.PRE_RETURN: lambda: _("Pre-return visit"),
        constants.ON_REQUEST: lambda: _("Visit on request"),
        constants.MID_CAREER: lambda: _("Mid-career visit"),
        constants.END_CAREER: lambda: _("End-of-career visit"),
    }
    return labels[visit_type]() if visit_type in labels else visit_type


def result_label(code: str | None) -> str:
    """Return the outcome of a visit as written on its form; for HR only."""
    labels: dict[str, Callable[[], str]] = {
        constants.FIT: lambda: _("Fit"),
        constants.UNFIT: lambda: _("Unfit"),
        constants.FIT_WITH_RESTRICTIONS: lambda: _("Fit with adjustments"),
        constants.FOLLOW_UP_CERTIFICATE: lambda: _("Follow-up certificate"),
        constants.PENDING: lambda: _("Awaiting document"),
    }
    return labels[code]() if code in labels else code or ""


def appointment_label(status: str) -> str:
    """Return what became of an appointment: « planifiée », « réalisée », « absent », « annulée »."""
    labels: dict[str, Callable[[], str]] = {
        constants.PLANNED: lambda: pgettext("appointment", "planned"),
        constants.HELD: lambda: pgettext("appointment", "held"),
        constants.MISSED: lambda: pgettext("appointment", "no-show"),
        constants.CANCELLED: lambda: pgettext("appointment", "cancelled"),
    }
    return labels[status]() if status in labels else status


def mode_label(code: str | None) -> str:
    """Return how a training is followed: online or in a classroom."""
    if code == constants.ONLINE:
        return _("Online")
    return _("Classroom") if code == constants.CLASSROOM else code or ""


def source_label(code: str) -> str:
    """Tell whether an expiry was computed by a rule or typed from the document."""
    return _("typed") if code == constants.TYPED else _("computed")


def severity_label(code: str) -> str:
    """Return the urgency of an alert: « Critique », « Attention », « À prévoir »."""
    if code == "critical":
        return _("Critical")
    if code == MISSING:
        return _("Missing")
    return _("Warning") if code == "warning" else _("To plan")


def alert_type_label(code: str, *, brief: bool = False) -> str:
    """Return what an alert is about: « CACES », « Visite médicale » (briefly « Visite »), « Formation »."""
    if code == MEDICAL:
        return _("Visit") if brief else _("Medical visit")
    words: dict[str, Callable[[], str]] = {
        CACES: lambda: _("CACES"),
        TRAINING: lambda: _("Training"),
        AUTHORISATION: lambda: _("Authorisation"),
        CONTRACT: lambda: _("Contract"),
    }
    return words[code]() if code in words else _("Missing")


def kind_label(kind: str) -> str:
    """Return a category in few words: « 5 Mât rétractable », « R485-2 Gerbeur accompagnant ».

    Only the usual family goes without its code: R485-2 and R489-2A are not the same machine. Kinds that the
    catalogue does not know stay as they were typed.
    """
    return (_catalogued(kind, language()) or kind).removeprefix(_USUAL_FAMILY)


def option_label(option: str | None) -> str:
    """Return what a certificate says beyond its category: « commande au sol », « télécommande »."""
    labels: dict[str, Callable[[], str]] = {
        "floor_control": lambda: pgettext("option", "floor control"),
        "remote_control": lambda: pgettext("option", "remote control"),
    }
    return labels[option]() if option in labels else option or ""


def option_choices(options: Iterable[str]) -> list[tuple[str, str | None]]:
    """Return words and code of each option there is to choose, and of none."""
    return [(pgettext("option", "none"), None), *((option_label(option), option) for option in options)]


def with_option(name: str, option: str | None) -> str:
    """Return what a certificate is called with its option: « R484-2, commande au sol »."""
    return f"{name}, {option_label(option)}" if option else name


def short_kind(kind: str) -> str:
    """Return what drivers call a category: « 5 » for R489-5, the whole code in other families."""
    return kind.removeprefix(_USUAL_FAMILY)


def subject(alert_type: str, kind: str, title: str | None = None) -> str:
    """Say in one or two words what an alert is about: « R489-5 », « visite médicale », « SST »."""
    if alert_type == MEDICAL:
        if kind == constants.DRIVING_CERTIFICATE:
            return _("driving certificate")
        return _("electrical certificate") if kind == constants.ELECTRICAL_CERTIFICATE else _("medical visit")
    if alert_type == TRAINING:
        return _catalogued(kind, language()) or title or kind
    if alert_type == AUTHORISATION:
        return _("authorisation {kind}").format(kind=kind)
    if alert_type == CONTRACT:
        return _("end of assignment") if kind == constants.INTERIM else _("end of contract")
    return required_label(kind) if alert_type == MISSING and not _is_category(kind) else kind


def brief_subject(alert_type: str, kind: str, title: str | None = None) -> str:
    """Say the same where there is least room: « 5 », « visite », « SST », « formation »."""
    if alert_type == MEDICAL:
        return _("certificate") if kind in constants.TRACKS else _("visit")
    if alert_type == TRAINING:
        about = subject(alert_type, kind, title)
        return about if len(about) <= _BRIEF else _("training")
    if alert_type == MISSING and not _is_category(kind):
        return _("certificate") if kind in constants.TRACKS else required_label(kind)
    if alert_type == AUTHORISATION:
        return _("auth. {kind}").format(kind=short_kind(kind))
    return subject(alert_type, short_kind(kind))


def full_subject(alert_type: str, kind: str, title: str | None = None) -> str:
    """Say in full what an alert is about: « R489-5 Mât rétractable », « Visite périodique », « SST »."""
    if alert_type == MEDICAL:
        return visit_label(kind)
    if alert_type == TRAINING:
        return title or subject(alert_type, kind)
    if alert_type == MISSING:
        return required_label(kind)
    if alert_type == CONTRACT:
        return _("End of assignment") if kind == constants.INTERIM else _("End of contract")
    named = _catalogued(kind, language()) or kind
    return f"{alert_type_label(alert_type)} {named}" if alert_type == AUTHORISATION else named


def discreet_subject(alert_type: str, kind: str, title: str | None = None) -> str:
    """Say in full what an alert is about where it leaves the program: of what is medical, that it is a visit.

    Why somebody sees the doctor, and for what, is between them: « Visite médicale », « R489-5 Mât
    rétractable », « Autorisation R489-5 Mât rétractable ».
    """
    if MEDICAL in {alert_type, required_type(kind) if alert_type == MISSING else ""}:
        return alert_type_label(MEDICAL)
    return full_subject(alert_type, kind, title)


def required_type(kind: str) -> str:
    """Return what kind of record answers what a role asks for: `CACES`, `MEDICAL` or `TRAINING`."""
    if _is_category(kind):
        return CACES
    return MEDICAL if kind in constants.TRACKS or kind in constants.VISIT_TYPES else TRAINING


def required_label(kind: str) -> str:
    """Return what a role asks for: « R489-5 Mât rétractable », « Attestation de conduite », « SST »."""
    if kind == constants.FOLLOW_UP:
        return _("Medical follow-up")
    if kind in constants.TRACKS:
        return visit_label(kind)
    return _catalogued(kind, language()) or kind


def delay(days: int | None, alert_type: str = CACES) -> str:
    """Say briefly how far an expiry is: « expiré depuis 12 j », « en retard de 12 j », « dans 8 j ».

    Args:
        days: Days left, negative once past; None of something that is missing.
        alert_type: What it is about.
    """
    if days is None:
        return pgettext("required", "missing")
    count = format_number(abs(days))
    if alert_type == CONTRACT and days <= 0:
        return pgettext("contract", "{n} d ago").format(n=count) if days else _("today")
    if days == 0:
        return _("expires today")
    if days > 0:
        return _("in {n} d").format(n=count)
    if alert_type == AUTHORISATION:
        return _("ended {n} d ago").format(n=count)
    return (_("expired {n} d ago") if alert_type == CACES else _("{n} d overdue")).format(n=count)


def delay_alone(days: int | None) -> str:
    """Say the same where a heading, a date and a colour stand beside it: « depuis 12 j », « dans 8 j »."""
    if days is None or days > 0:
        return delay(days)
    return _("{n} d ago").format(n=format_number(-days)) if days else _("today")


def delay_in_words(days: int | None, alert_type: str = CACES) -> str:
    """Say in full how far an expiry is, for screen readers, lists and reports; arguments as `delay`."""
    if days is None:
        return pgettext("required", "missing")
    if alert_type == CONTRACT:
        return _end_in_words(days)
    if days < 0 and alert_type == AUTHORISATION:
        return ngettext("ended {n} day ago", "ended {n} days ago", -days).format(n=format_number(-days))
    if days >= 0 or alert_type == CACES:
        return days_in_words(days)
    return ngettext("{n} day overdue", "{n} days overdue", -days).format(n=format_number(-days))


def _end_in_words(days: int) -> str:
    if days == 0:
        return _("today")
    words = (
        ngettext("in {n} day", "in {n} days", days)
        if days > 0
        else ngettext("{n} day ago", "{n} days ago", -days)
    )
    return words.format(n=format_number(abs(days)))


def planned_label(day: dt.date, *, in_time: bool = True) -> str:
    """Say that a visit is planned, and whether that is too late: « planifiée le 08/12/2026 »."""
    words = _("planned for {day}") if in_time else _("planned for {day}, too late")
    return words.format(day=format_date(day))


def record_situation(status: str, days: int | None, alert_type: str, *, current: bool = True) -> str:
    """Return a record's status with its delay: « valide », « dans 8 j », « remplacé »."""
    if days is None and alert_type == MEDICAL:
        return _("no due date")
    if not current:
        return pgettext("caces", "superseded") if alert_type == CACES else pgettext("visit", "superseded")
    if days is None:
        return pgettext("training", "permanent")
    return pgettext("record", "valid") if status == constants.VALID else delay(days, alert_type)


def years_label(years: int) -> str:
    """Return a seniority: « 10 ans », « moins d'un an »."""
    if years < 1:
        return _("less than a year")
    return ngettext("{n} year", "{n} years", years).format(n=years).replace(" ", NO_BREAK_SPACE)


def validity_label(months: int) -> str:
    """Return how long something is valid: « 5 ans », « 18 mois »."""
    if months % 12 == 0:
        return years_label(months // 12)
    return ngettext("{n} month", "{n} months", months).format(n=months).replace(" ", NO_BREAK_SPACE)


def regime_label(code: str | None) -> str:
    """Return a medical follow-up: « Simple (SIS) »; an empty text for none."""
    labels: dict[str, Callable[[], str]] = {
        "SIS": lambda: _("Simple (SIS)"),
        "SIA": lambda: _("Adapted (SIA)"),
        "SIR": lambda: _("Reinforced (SIR)"),
    }
    return labels[code]() if code in labels else code or ""


def _is_category(kind: str) -> bool:
    found = load_catalogue().find(kind)
    return found is not None and found.group == CACES


@lru_cache(maxsize=1024)
def _catalogued(kind: str, spoken: str) -> str | None:
    """Return code and short label of a catalogued kind: « R489-5 Mât rétractable », « SST »."""
    found = load_catalogue().find(kind)
    if found is None:
        return None
    short = found.short_label(spoken)
    if found.group != CACES or short.startswith(found.code):
        return short
    return f"{found.code} {short.removeprefix(found.category or '').lstrip()}"
