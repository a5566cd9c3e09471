"""One report: checked, read, put on pages, written."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cariste.core.clock import now
from cariste.core.config import Settings
from cariste.core.errors import EnvironmentProblem, UserError, reason_of
from cariste.core.files import replace_file
from cariste.core.i18n import _, ngettext
from cariste.core.text import fold
from cariste.core.wording import format_moment, format_number
from cariste.reports.asking import OPTIONS, Asked, Folder
from cariste.reports.registry import Report

if TYPE_CHECKING:
    from cariste.reports.drafting import Draft

log = logging.getLogger(__name__)

_BEGINNING = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Made:
    """A report, ready to be looked at, printed or written.

    Attributes:
        content: The PDF.
        pages: How many it has.
        title: What it is called.
        remark: What whoever asked should know beside it; empty for nothing.
    """

    content: bytes
    pages: int
    title: str
    remark: str = ""

    @property
    def file_name(self) -> str:
        """A name for it, without accents: « echeancier.pdf »."""
        plain = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(self.title))
        return "-".join(plain.split()) + ".pdf"


def make(report: Report, folder: Folder, asked: Asked) -> Made:
    """Make a report, in the language spoken now. Off the UI thread.

    Raises:
        UserError: Something it needs was not asked for, names nobody, or there is nothing to print.
        EnvironmentProblem: The shared folder does not answer, where documents belong to it.
    """
    _require_what_it_needs(report, asked)
    draft_module = import_module(f"cariste.reports.{report.module}")
    origin = _origin(folder)
    with folder.reading():
        draft: Draft = draft_module.draft(folder, asked)
    made = _printed(draft, folder.settings, origin)
    log.info("made report %s of %d pages", report.name, made.pages)
    return made


def write(made: Made, path: Path) -> None:
    """Write a report; an earlier PDF of that name is replaced at once, or not at all.

    Raises:
        UserError: As `check_name`.
        EnvironmentProblem: It cannot be written there.
    """
    check_name(path)
    replace_file(path, lambda part: part.write_bytes(made.content))


def check_name(path: Path) -> None:
    """Make sure that a report may be written under a name.

    Raises:
        UserError: It does not end in .pdf, or a file that is no PDF has it.
        EnvironmentProblem: The file that has it cannot be read.
    """
    if path.suffix.lower() != ".pdf" or path.is_dir():
        raise UserError(
            _("{file}: choose a name that ends with {suffixes}.").format(file=path.name, suffixes=".pdf")
        )
    if not _may_be_replaced(path):
        raise UserError(
            _("{file} is no PDF although it is called so. It was left as it is: choose another name.").format(
                file=path
            )
        )


def _may_be_replaced(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            begun = file.read(len(_BEGINNING))
    except FileNotFoundError:
        return True
    except OSError as error:
        raise EnvironmentProblem(
            _("{file} cannot be read: {reason}.").format(file=path, reason=reason_of(error))
        ) from error
    return begun in {b"", _BEGINNING}


def option_words() -> dict[str, str]:
    """Return what each option is called, for messages."""
    words = (
        _("the people"),
        _("the day"),
        _("the horizon in days"),
        _("the work area"),
        _("the category"),
        _("the machine"),
        _("the documents"),
        _("the conclusions of medical visits"),
    )
    return dict(zip(OPTIONS, words, strict=True))


def _require_what_it_needs(report: Report, asked: Asked) -> None:
    words = option_words()
    for any_of in report.needs:
        if not any(getattr(asked, option) for option in any_of):
            missing = [words[option] for option in OPTIONS if option in any_of]
            raise UserError(
                _("{report}: say which: {missing}.").format(
                    report=report.title(), missing=_(" or ").join(missing)
                )
            )


def _origin(folder: Folder) -> str:
    """Say when a report was made, by whom, and from which data."""
    epoch, number = folder.head
    told = _("printed {moment} by {user} · publication {number}").format(
        moment=format_moment(now()), user=folder.person.username, number=f"{epoch}-{number}"
    )
    if pending := folder.pending:
        words = ngettext(
            "and {n} change of this PC not published yet",
            "and {n} changes of this PC not published yet",
            pending,
        )
        told = f"{told} {words.format(n=format_number(pending))}"
    return told


def _printed(draft: Draft, settings: Settings, origin: str) -> Made:
    from cariste.paper.looks import SMALL, SUBTITLE, TITLE
    from cariste.paper.page import Imprint, build
    from cariste.paper.words import Words
    from cariste.reports.annexes import put_in
    from cariste.reports.drafting import firm_lines

    story = list(draft.story)
    if draft.headed:
        above = (
            Words(draft.title, TITLE),
            Words(" · ".join(draft.filters), SUBTITLE),
            Words(" · ".join((*firm_lines(settings), origin)), SMALL._replace(after=6)),
        )
        story = [*above, *story]
    imprint = Imprint(draft.title, settings.company, origin)
    built = build(story, imprint, wide=draft.wide, margin=draft.margin)
    return Made(put_in(built.content, draft.annexes), built.pages, draft.title, draft.remark)
