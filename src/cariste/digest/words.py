"""What a mail to a manager says: dates and what to do about them, and nothing medical."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from cariste.alerts.labels import remarks
from cariste.alerts.queries import (
    AUTHORISATION,
    CACES,
    CONTRACT,
    MEDICAL,
    MISSING,
    SEVERITIES,
    TRAINING,
    Alert,
    Counts,
)
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.text import tidy
from cariste.core.wording import format_date, format_number
from cariste.digest.digests import Digest, Round, Uncovered
from cariste.digest.ledger import Outcome
from cariste.employee import labels
from cariste.employee.constants import CRITICAL, WARNING

_SIGNS = {CRITICAL: "✖", WARNING: "▲", MISSING: "–"}
_SIGN = "◷"
_COLOURS = {CRITICAL: "#b3261e", WARNING: "#8a5300"}
_COLOUR = "#0b57b0"
"""Readable on white, whatever the reader's scheme; the sign and the title say the same."""
_CELL = "padding:4px 14px 4px 0;border-bottom:1px solid #e1e5ea;vertical-align:top"
_FONT = "font-family:'Segoe UI',Arial,sans-serif;font-size:14px;color:#1c2430;background:#ffffff"


def subject(told: Round, digest: Digest) -> str:
    """Return « Échéances au 21/11/2026 – Quai – Critique 3 · Attention 2 » on one line."""
    about = _("Due dates on {date}").format(date=format_date(told.on))
    return tidy(" – ".join((about, *filter(None, (", ".join(digest.workspaces),)), counts(digest.counts))))


def counts(found: Counts) -> str:
    """Return « Critique 3 · Attention 2 »; what there is none of is left out."""
    numbers = zip(SEVERITIES, found, strict=False)
    return " · ".join(f"{labels.severity_label(code)} {format_number(n)}" for code, n in numbers if n)


def plain_text(told: Round, digest: Digest) -> str:
    """Return the mail for programs that show no HTML."""
    lines = [_title(told), counts(digest.counts)]
    for severity, alerts in _by_severity(digest):
        lines += ["", f"{_sign(severity)} {labels.severity_label(severity)}"]
        lines += [f"  {' · '.join(filter(None, _cells(alert)))}" for alert in alerts]
    lines += ["", _("What to do"), *(f"- {advice}" for advice in what_to_do(digest)), "", _closing()]
    return "\n".join(lines) + "\n"


def as_html(told: Round, digest: Digest) -> str:
    """Return the mail with tables, in what every mail program understands."""
    parts = [
        f'<html><head><meta charset="utf-8"></head><body style="{_FONT}">',
        f'<h2 style="font-size:18px;margin:0 0 4px 0">{html.escape(_title(told))}</h2>',
        f'<p style="margin:0 0 12px 0">{html.escape(counts(digest.counts))}</p>',
    ]
    for severity, alerts in _by_severity(digest):
        title = html.escape(f"{_sign(severity)} {labels.severity_label(severity)}")
        colour = _COLOURS.get(severity, _COLOUR)
        parts.append(f'<h3 style="font-size:15px;margin:16px 0 4px 0;color:{colour}">{title}</h3>')
        parts.append('<table cellspacing="0" cellpadding="0" style="border-collapse:collapse">')
        parts += [f"<tr>{''.join(map(_html_cell, _cells(alert)))}</tr>" for alert in alerts]
        parts.append("</table>")
    parts.append(f'<h3 style="font-size:15px;margin:16px 0 4px 0">{html.escape(_("What to do"))}</h3><ul>')
    parts += [f"<li>{html.escape(advice)}</li>" for advice in what_to_do(digest)]
    parts.append(f'</ul><p style="color:#5f6b7a;font-size:12px">{html.escape(_closing())}</p></body></html>')
    return "\n".join(parts)


def what_to_do(digest: Digest) -> list[str]:
    """Return what a manager can do about what is in his list, the urgent first."""
    present = {(alert.type, alert.overdue) for alert in digest.alerts}
    advice = {
        (CACES, True): _(
            "CACES expired: let nobody drive the machine concerned before the renewal, and ask for a session."
        ),
        (MEDICAL, True): _("Visit overdue: ask HR for the appointment at the occupational health service."),
        (TRAINING, True): _("Training overdue: book the person on the next session."),
        (AUTHORISATION, True): _(
            "Authorisation ended: let nobody drive before the employer issues a new one."
        ),
        (CONTRACT, True): _(
            "Contract or assignment over: tell HR whether the person has left or goes on; "
            "until then the person may not drive."
        ),
        (MISSING, False): _(
            "Missing: hand in the proof if there is one, or ask for the training or the visit."
        ),
        (CACES, False): _("CACES expiring soon: ask for a session now; places are taken weeks ahead."),
        (MEDICAL, False): _("Visit due soon: let the person go to the appointment."),
        (TRAINING, False): _("Training due soon: find a day with the person."),
        (AUTHORISATION, False): _("Authorisation ending soon: ask for a new one."),
        (CONTRACT, False): _("Contract or assignment ending soon: tell HR whether it goes on."),
    }
    return [words for case, words in advice.items() if case in present]


def uncovered_in_words(missed: Uncovered) -> str:
    """Say how many alerts of a work area reach nobody."""
    number = format_number(missed.alerts)
    if missed.workspace is None:
        return ngettext(
            "{n} alert of people without a work area reaches no manager.",
            "{n} alerts of people without a work area reach no manager.",
            missed.alerts,
        ).format(n=number)
    return ngettext(
        "{area}: {n} alert reaches no manager.", "{area}: {n} alerts reach no manager.", missed.alerts
    ).format(area=missed.workspace, n=number)


def outcome_in_words(outcome: Outcome | None) -> str:
    """Say what became of a digest, in the past tense; « pas encore » where nothing was done."""
    words: dict[Outcome, Callable[[], str]] = {
        Outcome.DRAFT: lambda: pgettext("mail", "draft made"),
        Outcome.SENT: lambda: pgettext("mail", "sent"),
        Outcome.ALREADY: lambda: pgettext("mail", "sent already"),
        Outcome.REFUSED: lambda: pgettext("mail", "refused"),
        Outcome.UNCERTAIN: lambda: pgettext("mail", "perhaps sent"),
        Outcome.NOT_SENT: lambda: pgettext("mail", "not sent"),
    }
    return words[outcome]() if outcome is not None else pgettext("mail", "not yet")


def nobody_is_known() -> str:
    """Say that no manager is known."""
    return _("No manager is known.")


def where_to_name_managers() -> str:
    """Say where managers are named."""
    return _(
        "Say on the page “Company” of the window, or in config.json, who gets the alerts of which work area, "
        "for example: {example}"
    ).format(example='"managers": {"Quai": ["quai@entrepot.example"]}')


def here_only() -> str:
    """Say that other PCs do not know what was sent from this one."""
    return _(
        "From here the shared folder can only be read: that these mails went out is remembered on this PC "
        "alone. Let no other PC send them."
    )


def _title(told: Round) -> str:
    words = _("{company}: due dates on {date}")
    return tidy(words.format(company=told.company, date=format_date(told.on)))


def _closing() -> str:
    return _(
        "Prepared by Cariste. This mail names people: keep it to yourself, and delete it when it has served."
    )


def _by_severity(digest: Digest) -> Iterator[tuple[str, list[Alert]]]:
    for severity in SEVERITIES:
        if alerts := [alert for alert in digest.alerts if alert.severity == severity]:
            yield severity, alerts


def _cells(alert: Alert) -> tuple[str, ...]:
    delay = " · ".join((labels.delay_in_words(alert.days_until, alert.type), *remarks(alert)))
    return (
        alert.employee,
        alert.external_id or "",
        alert.workspace or "",
        labels.discreet_subject(alert.type, alert.kind, alert.title),
        format_date(alert.expiration_date),
        delay,
    )


def _html_cell(text: str) -> str:
    return f'<td style="{_CELL}">{html.escape(text)}</td>'


def _sign(severity: str) -> str:
    return _SIGNS.get(severity, _SIGN)
