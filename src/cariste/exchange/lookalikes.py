"""New people of a file who resemble somebody recorded: asked about, and never merged by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cariste.core.i18n import _
from cariste.duplicates.looking import Known, Lookalike, People
from cariste.duplicates.scoring import Traits
from cariste.duplicates.words import reasons_in_words
from cariste.exchange.people import Draft, StoredPerson
from cariste.exchange.progress import Watch
from cariste.exchange.questions import NEW, SKIP, Candidate, PersonQuestion, choice_label

_MOST_CANDIDATES = 4


def lookalike_questions(
    new: Iterable[Draft], stored: Sequence[StoredPerson], watch: Watch
) -> Iterator[PersonQuestion]:
    """Return a question for each new person who may be recorded already under a name written otherwise.

    Args:
        new: People of the file of whom nothing is known.
        stored: Everybody recorded.
        watch: Asked for each of them whether to go on.
    """
    if not stored:
        return
    everybody = People(map(_known, stored))
    drafts = {person.id: Draft.of(person) for person in stored}
    for draft in new:
        watch.check()
        fields = draft.fields
        number = fields.get("external_id")
        traits = Traits(
            draft.name.last, draft.name.first, number, fields.get("birth_date"), fields.get("entry_date")
        )
        alike = everybody.like(traits)[:_MOST_CANDIDATES]
        if alike:
            yield _question(draft, alike, drafts)


def _question(draft: Draft, alike: Sequence[Lookalike], drafts: dict[str, Draft]) -> PersonQuestion:
    sheet, row = draft.origin or ("", 0)
    nearest = alike[0]
    why = reasons_in_words(nearest.likeness)
    reason = _("Possible duplicate: {name} ({why}).").format(name=nearest.person.full_name, why=why)
    choices = [Candidate(one.person.id, drafts[one.person.id].told_apart) for one in alike]
    choices += [Candidate(answer, choice_label(answer)) for answer in (NEW, SKIP)]
    return PersonQuestion(sheet, row, draft.told_apart, reason, tuple(choices), NEW)


def _known(person: StoredPerson) -> Known:
    fields = person.fields
    return Known(
        *(person.id, person.last_name, person.first_name, person.number),
        *(fields.get("birth_date"), fields.get("entry_date"), fields.get("current_status") or ""),
        *(fields.get("role"), fields.get("workspace"), fields.get("agency")),
    )
