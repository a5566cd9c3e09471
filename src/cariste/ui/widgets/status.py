"""What the banner can say: each state with its sign, its word, its colour and what can be done about it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from cariste.core.clock import now
from cariste.core.i18n import _, ngettext, pgettext
from cariste.core.wording import format_moment, format_number


class Deed(enum.Enum):
    """What a button of the banner does."""

    EDIT = "edit"
    ASK = "ask"
    WITHDRAW = "withdraw"
    TAKE_OVER = "take over"
    HAND_OVER = "hand over"
    DECLINE = "decline"
    RETRY = "retry"
    DECIDE = "decide"
    REOPEN = "reopen"
    GO_ON_FROM_OLDER = "go on from older data"


@dataclasses.dataclass(frozen=True)
class Action:
    """A button.

    Attributes:
        deed: What it does.
        text: What it says.
        question: What to confirm before, empty for nothing.
    """

    deed: Deed
    text: str
    question: str = ""


@dataclasses.dataclass(frozen=True)
class Status:
    """A sign, a word and a colour together, never colour alone.

    Attributes:
        sign: Shape in ``theme/icons``.
        colour: Name of the token for sign and word.
        headline: The word.
        detail: What goes with it.
        saved: At the right, the last save and whether the others have it.
        actions: Beside the words, two at most: what this state asks for.
        aside: At the far right: what can always be done.
    """

    sign: str
    colour: str
    headline: str
    detail: str = ""
    saved: str = ""
    actions: tuple[Action, ...] = ()
    aside: Action | None = None


def opening() -> Status:
    """The folder is being opened."""
    return Status("clock", "muted", _("Opening…"))


def closed() -> Status:
    """No folder is open."""
    return Status("dash", "muted", _("No folder open"))


# -- this window edits -----------------------------------------------------------------------------


def writing(firm: str, saved: dt.datetime | None, pending: int = 0) -> Status:
    """This window edits; what waits is on its way."""
    if pending:
        words = ngettext("sending {n} change…", "sending {n} changes…", pending)
        said = words.format(n=format_number(pending))
    else:
        said = saved_in_words(saved)
    return Status("dot", "green", _("You are editing"), firm, said, aside=_hand_over(pending))


def offline(pending: int, saved: dt.datetime | None) -> Status:
    """The share does not answer; what is typed stays here meanwhile."""
    detail = changes_waiting(pending) if pending else _("the shared folder does not answer")
    said = saved_in_words(saved, shared=not pending)
    return Status("offline", "orange", _("Offline"), detail, said, aside=_hand_over(pending))


def fenced(pending: int) -> Status:
    """The share has been silent for so long that another person may take over: nothing may be changed."""
    detail = _("the shared folder has been silent for too long: nothing can be changed until it answers")
    return Status("offline", "red", _("Editing paused"), detail, changes_waiting(pending))


def refused(pending: int, reason: str) -> Status:
    """The share answers, but does not take what waits."""
    words = ngettext("{n} change not sent", "{n} changes not sent", pending)
    headline = words.format(n=format_number(pending))
    again = Action(Deed.RETRY, _("Try again"))
    return Status("alert", "red", headline, reason, _("on this workstation"), (again,), _hand_over(pending))


def clashing(conflicts: int, saved: dt.datetime | None, pending: int = 0) -> Status:
    """Edits made here clash with somebody else's: a person decides."""
    words = ngettext("{n} change to decide", "{n} changes to decide", conflicts)
    headline, detail = words.format(n=format_number(conflicts)), _("somebody else changed the same data")
    decide = Action(Deed.DECIDE, _("Decide"))
    said = changes_waiting(pending) if pending else saved_in_words(saved)
    return Status("triangle", "orange", headline, detail, said, (decide,), _hand_over(pending))


def asked_by(who: str, saved: dt.datetime | None, pending: int = 0) -> Status:
    """Somebody wants to edit instead."""
    headline = _("{who} asks to edit").format(who=who)
    decline = Action(Deed.DECLINE, _("Decline"))
    said = changes_waiting(pending) if pending else saved_in_words(saved)
    return Status("hand", "blue", headline, _("you are editing"), said, (_hand_over(pending), decline))


def handing_over() -> Status:
    """What waits is sent, then somebody else may edit."""
    return Status("clock", "muted", _("Handing over…"))


def _hand_over(pending: int) -> Action:
    question = ""
    if pending:
        words = ngettext(
            "{n} change has not been sent yet. It is sent first; if the shared folder does not take it, "
            "you keep the right to edit and nothing is lost.",
            "{n} changes have not been sent yet. They are sent first; if the shared folder does not take "
            "them, you keep the right to edit and nothing is lost.",
            pending,
        )
        question = words.format(n=format_number(pending))
    return Action(Deed.HAND_OVER, _("Hand over"), question)


def taken_over(by: str | None, pending: int = 0) -> Status:
    """Another workstation took the hand, or the share did not confirm: this window shows old data."""
    headline = _("Taken over by {who}").format(who=by) if by else _("No longer editing")
    detail = _("this window shows the data as it was then")
    reopen = Action(Deed.REOPEN, _("Reopen"))
    return Status("cross", "red", headline, detail, changes_waiting(pending), (reopen,))


# -- this window reads -----------------------------------------------------------------------------


def away(published: dt.datetime | None, pending: int = 0) -> Status:
    """The share does not answer: what is shown is what this PC knew last."""
    detail = _("the shared folder does not answer: these data may be out of date")
    return Status("offline", "orange", _("Offline"), detail, _data_of(published, pending))


def reading(
    holder: str | None,
    since: dt.datetime | None,
    seen: dt.datetime | None,
    published: dt.datetime | None,
    pending: int = 0,
) -> Status:
    """Somebody else edits (``holder`` as « Marie (PC-QUAI-2) »), or nobody."""
    if holder is None:
        detail, action = _("nobody is editing"), Action(Deed.EDIT, _("Edit"))
    else:
        detail, action = _("{who} is editing").format(who=holder), Action(Deed.ASK, _("Ask to edit"))
    if holder is not None and since is not None and seen is not None:
        detail = _("{who} has been editing since {since}, seen at {seen}").format(
            who=holder, since=_since(since), seen=_moment(seen)
        )
    return Status("ring", "muted", _("Read-only"), detail, _data_of(published, pending), (action,))


def asking(holder: str, at: dt.datetime, published: dt.datetime | None, pending: int = 0) -> Status:
    """This person asked to edit and waits for the answer."""
    detail = _("asked {who} at {time}; this window edits as soon as it may").format(
        who=holder, time=_moment(at)
    )
    withdraw = Action(Deed.WITHDRAW, _("Withdraw the request"))
    said = _data_of(published, pending)
    return Status("hand", "blue", _("Asked to edit"), detail, said, (withdraw,))


def declined(holder: str, published: dt.datetime | None, pending: int = 0) -> Status:
    """This person asked to edit, and the editor goes on."""
    detail = _("{who} goes on editing").format(who=holder)
    return _asked_in_vain(_("Request declined"), detail, published, pending)


def unanswered(holder: str, at: dt.datetime, published: dt.datetime | None, pending: int = 0) -> Status:
    """This person asked to edit, and nobody answered for ten minutes."""
    detail = _("{who} did not answer the request of {time}").format(who=holder, time=_moment(at))
    return _asked_in_vain(_("No answer"), detail, published, pending)


def _asked_in_vain(headline: str, detail: str, published: dt.datetime | None, pending: int) -> Status:
    again = Action(Deed.ASK, _("Ask again"))
    return Status("hand", "orange", headline, detail, _data_of(published, pending), (again,))


def older(problem: str, published: dt.datetime | None, pending: int = 0) -> Status:
    """The newest data are damaged, or the folder was restored: what is shown is older than what was there."""
    question = _(
        "{problem}\n\nIf you go on from the data shown here ({published}), everybody does from now on. "
        "What was changed later is lost, unless whoever looks after the shared folder can bring it back: "
        "ask first."
    ).format(problem=problem, published=_moment(published) if published else "?")
    action = Action(Deed.GO_ON_FROM_OLDER, _("Go on from these data"), question)
    detail = _("these data are not the newest: those could not be used")
    said = _data_of(published, pending)
    return Status("triangle", "orange", _("Older data"), detail, said, (action,))


def silent(
    username: str, hostname: str, seen: dt.datetime, published: dt.datetime | None, pending: int = 0
) -> Status:
    """Whoever edits gave no sign of life for so long that another person may take over."""
    who = f"{username} ({hostname})"
    question = _(
        "{who} has given no sign of life since {seen}. Call {user} first if you can.\n\n"
        "If you take over, you go on from the data as last published ({published}). What was recorded on "
        "{host} later is not in it: it stays on {host} and is sent when Cariste next edits from there. What "
        "clashes with your changes is then decided one by one."
    ).format(
        who=who,
        seen=_since(seen),
        user=username,
        host=hostname,
        published=_moment(published) if published else "?",
    )
    detail = _("{who} was editing, not seen since {time}").format(who=who, time=_since(seen))
    action = Action(Deed.TAKE_OVER, _("Take over"), question)
    return Status("ring", "muted", _("Read-only"), detail, _data_of(published, pending), (action,))


# -- words -----------------------------------------------------------------------------------------


def changes_waiting(pending: int) -> str:
    """Say how many changes of this workstation wait to be sent; nothing for none."""
    words = ngettext("{n} change waiting", "{n} changes waiting", pending)
    return words.format(n=format_number(pending)) if pending else ""


def saved_in_words(saved: dt.datetime | None, *, shared: bool = True) -> str:
    """Say when the last change was stored, and whether everybody has it."""
    if saved is None:
        return _("up to date for everyone") if shared else ""
    stored = _("saved {time}").format(time=_moment(saved, seconds=True))
    return " · ".join((stored, _("up to date for everyone") if shared else _("on this workstation")))


def _data_of(published: dt.datetime | None, pending: int) -> str:
    data = ""
    if published is not None:
        words = _("data of {time}") if _is_today(published) else pgettext("another day", "data of {time}")
        data = words.format(time=_moment(published, seconds=True))
    return " · ".join(filter(None, (changes_waiting(pending), data)))


def _moment(moment: dt.datetime, *, seconds: bool = False) -> str:
    if not _is_today(moment):
        return format_moment(moment)
    return moment.strftime("%H:%M:%S" if seconds else "%H:%M")


def _since(moment: dt.datetime) -> str:
    words = "{moment}" if _is_today(moment) else pgettext("since", "{moment}")
    return words.format(moment=_moment(moment))


def _is_today(moment: dt.datetime) -> bool:
    # By the clock, not by the day of a rehearsal: these moments are real.
    return moment.date() == now().date()
