"""Verdicts, reasons and decisions in the user's words; what undo and the journal call each change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from cariste.authorisation import file
from cariste.authorisation import verdict as codes
from cariste.authorisation.shortfall import Shortfall
from cariste.authorisation.standing import Concerned, Standing
from cariste.authorisation.verdict import Reason, Verdict
from cariste.core.i18n import _, pgettext
from cariste.core.wording import format_date, format_number, of_person
from cariste.employee.edit_labels import kinds_in_words
from cariste.employee.labels import short_kind

_EXPIRED = frozenset({codes.CACES_EXPIRED, codes.MEDICAL_EXPIRED, codes.GRANT_ENDED})
"""Told by how long ago rather than by the day, for a year."""
_A_YEAR = 365


# -- verdicts --------------------------------------------------------------------------------------


def state_label(state: str) -> str:
    """Return the answer in a word or two."""
    if state == codes.ALLOWED:
        return _("May drive")
    return _("Advised against") if state == codes.ADVISED_AGAINST else _("May not drive")


def reason_in_words(reason: Reason) -> str:
    """Return a reason as a short sentence without its full stop, with the day since when it holds."""
    words = _words(reason)
    if reason.since is None:
        return words
    return _("{reason} since {day}").format(reason=words, day=format_date(reason.since))


def reason_briefly(reason: Reason, on: dt.date) -> str:
    """Return a reason where there is little room: « CACES expiré depuis 12 j »."""
    # The last valid day was the one before.
    days = (on - reason.since).days + 1 if reason.since is not None else 0
    if reason.code not in _EXPIRED or not 0 < days <= _A_YEAR:
        return reason_in_words(reason)
    return _("{reason} {n} d ago").format(reason=_words(reason), n=format_number(days))


def reasons_in_words(verdict: Verdict) -> str:
    """Return all reasons in one line, the most important first; empty when there is none."""
    return " · ".join(map(reason_in_words, verdict.reasons))


def _words(reason: Reason) -> str:
    if reason.code == codes.NOT_HERE and reason.since is None:
        return _("not in the firm on that day")
    return _WORDS[reason.code]()


_WORDS: dict[str, Callable[[], str]] = {
    codes.NOT_HERE: lambda: _("contract or assignment over"),
    codes.CACES_MISSING: lambda: _("no CACES for this category"),
    codes.CACES_EXPIRED: lambda: _("CACES expired"),
    codes.CACES_TO_REVIEW: lambda: _("authorised on another proof of skill: to review"),
    codes.MEDICAL_MISSING: lambda: _("no medical certificate for driving"),
    codes.MEDICAL_EXPIRED: lambda: _("medical certificate for driving expired"),
    # Never « unfit »: a supervisor learns that it is no, not what the doctor wrote.
    codes.MEDICAL_REFUSED: lambda: _("not allowed by the occupational physician"),
    codes.INDUCTION_MISSING: lambda: _("not shown the site and its instructions"),
    codes.GRANT_MISSING: lambda: _("no authorisation issued"),
    codes.GRANT_ENDED: lambda: _("authorisation ended"),
    codes.GRANT_SUSPENDED: lambda: _("authorisation suspended"),
    codes.GRANT_WITHDRAWN: lambda: _("authorisation withdrawn"),
    codes.GRANT_TO_REVIEW: lambda: _("to review, role changed"),
}


# -- what one person may drive ---------------------------------------------------------------------


def allowed_in_words(standing: Standing) -> str:
    """Return « Peut conduire : 1A 1B, 3 5 (Quai) »; empty when there is nothing."""
    by_sites: dict[tuple[str, ...], list[str]] = {}
    for one in standing.allowed:
        if not one.advised:
            by_sites.setdefault(one.sites, []).append(one.kind)
    kinds = ", ".join(_kinds_and_sites(kinds, sites) for sites, kinds in by_sites.items())
    return _("May drive: {kinds}").format(kinds=kinds) if kinds else ""


def advised_in_words(standing: Standing) -> list[str]:
    """Return « Déconseillé R485-2 : autorisation non délivrée », a line for each category."""
    return [
        _("Advised against {kind}: {reason}").format(
            kind=_kinds_and_sites([one.kind], one.sites), reason=reason_briefly(one.remarks[0], standing.on)
        )
        for one in standing.allowed
        if one.advised
    ]


def review_in_words(standing: Standing) -> list[str]:
    """Return « 1A 3 : à réexaminer, fonction changée depuis le 12/10/2026 », a line for each reason."""
    return [_review_in_words(one) for one in standing.to_review]


def refused_in_words(standing: Standing) -> list[str]:
    """Return « Pas 5 : CACES expiré depuis 12 j », a line for each reason."""
    return [_refused_in_words(one, standing.on) for one in standing.refused]


def shortfall_briefly(shortfall: Shortfall) -> str:
    """Say in a word or two what becomes of what somebody holds: « ne peut pas conduire », or « … 3 »."""
    if not shortfall.refused:
        return pgettext("authorisation", "to review")
    if not shortfall.partly:
        return pgettext("in a list", "may not drive")
    kinds = " ".join(short_kind(kind) for one in shortfall.refused for kind in one.kinds)
    return pgettext("in a list", "may not drive {kinds}").format(kinds=kinds)


def shortfall_in_words(shortfall: Shortfall) -> str:
    """Return the categories concerned with their reasons, a line for each reason."""
    refused = (_refused_in_words(one, shortfall.on) for one in shortfall.refused)
    return "\n".join((*refused, *map(_review_in_words, shortfall.review)))


def _refused_in_words(one: Concerned, on: dt.date) -> str:
    return _("Not {kinds}: {reason}").format(kinds=_short(one.kinds), reason=reason_briefly(one.reason, on))


def _review_in_words(one: Concerned) -> str:
    return _("{kinds}: {reason}").format(kinds=_short(one.kinds), reason=reason_in_words(one.reason))


def _short(kinds: Iterable[str]) -> str:
    return " ".join(map(short_kind, kinds))


def _kinds_and_sites(kinds: Iterable[str], sites: Sequence[str]) -> str:
    """Return « 1A 3 », or « 1A 3 (Quai) » where it holds there only."""
    shown = _short(kinds)
    return f"{shown} ({', '.join(sites)})" if sites else shown


# -- decisions -------------------------------------------------------------------------------------


def authorisation_state(state: str) -> str:
    """Return what has become of an authorisation in one word."""
    words: dict[str, Callable[[], str]] = {
        file.FUTURE: lambda: pgettext("authorisation", "to come"),
        file.RUNNING: lambda: pgettext("authorisation", "valid"),
        file.SUSPENDED: lambda: pgettext("authorisation", "suspended"),
        file.ENDED: lambda: pgettext("authorisation", "ended"),
        file.WITHDRAWN: lambda: pgettext("authorisation", "withdrawn"),
    }
    return words[state]()


def site_label(site: str | None) -> str:
    """Return the work area, or that it is all of them."""
    return site or _("All work areas")


def authorisations_in_words(kinds: Iterable[str]) -> str:
    """Return « Autorisation R489-1A, 3 »."""
    return _("Authorisation {kinds}").format(kinds=kinds_in_words(kinds))


def issued(kinds: Iterable[str], name: str) -> str:
    """Return « Autorisation R489-1A, 3 de Chloé Martin »."""
    return _of(authorisations_in_words(kinds), name)


def suspended(kinds: Iterable[str], name: str) -> str:
    """Return « Suspension : autorisation R489-3 de Chloé Martin »."""
    return _of(_("Suspension {kinds}").format(kinds=kinds_in_words(kinds)), name)


def withdrawn(kinds: Iterable[str], name: str) -> str:
    """Return « Retrait R489-3 de Chloé Martin »."""
    return _of(_("Withdrawal {kinds}").format(kinds=kinds_in_words(kinds)), name)


def maintained(kinds: Iterable[str], name: str) -> str:
    """Return « Maintien R489-3 de Chloé Martin »."""
    return _of(_("Kept {kinds}").format(kinds=kinds_in_words(kinds)), name)


def inducted(site: str | None, name: str) -> str:
    """Return « Accueil Quai de Chloé Martin »."""
    return _of(_("Induction {site}").format(site=site_label(site)), name)


def assigned(agency: str | None, name: str) -> str:
    """Return « Mission Intérim Exemple de Chloé Martin »."""
    return _of(_("Assignment {agency}").format(agency=agency or ""), name)


def deleted(what: str, name: str) -> str:
    """Return « Suppression : Autorisation R489-3 de Chloé Martin »."""
    return _("Deleted: {label}").format(label=_of(what, name))


def _of(what: str, name: str) -> str:
    return _("{what} {of_person}").format(what=what, of_person=of_person(name))
