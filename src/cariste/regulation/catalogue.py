"""The rule catalogue as frozen values: kinds, medical regimes and what each visit sets as next date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from cariste.core.i18n import language
from cariste.core.text import fold

Group = Literal["caces", "medical", "training"]
Basis = Literal["S", "P", "G", "D"]
"""How sure a rule is: S sourced, P practice, G general knowledge to verify, D derived from the others."""
Authorisation = Literal["required", "recommended"]
Anchor = Literal["issue_date", "previous_expiry"]
Option = Literal["floor_control", "remote_control"]
"""What a certificate may say beyond its category: « commande au sol », « télécommande »."""

# « ≤ 6 t » and « > 6 t » are two kinds of forklift: the signs belong to the name.
_WORD = re.compile(r"[a-z0-9]+|[<>≤≥]")


def words(text: str) -> str:
    """Return the text for recognising: folded, without punctuation, one blank between words."""
    return " ".join(_WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the catalogue: a certificate, a medical attestation or a training.

    Attributes:
        code: What records store: ``R489-1A``, ``R490``, ``MED-DRIVE``, ``SST``.
        family: The recommendation (``R489``); the code itself outside CACES.
        category: What follows the family in the code; None for a family of one category.
        months: Validity; None means permanent, or as long as the assignment (`per_assignment`).
        authorisation: Whether the law requires the employer's driving authorisation for this
            equipment, the insurance fund recommends it, or nothing asks for it (None).
        basis: How sure the validity is; `source` says where it comes from.
        since: First day on which such a certificate can be issued; None when not known.
        until: Last day on which one could be issued; None while the kind is in force.
        legacy: Replaced by another recommendation; `successors` helps reading and converts nothing.
        history_only: Its last possible end has passed: kept and shown, never alerted.
        covers: Kinds the employer may authorise on the strength of this one (dispensation).
        option: What a certificate of this kind may say beyond its category; None for most kinds.
        option_covers: What it covers, besides, only when it says that.
        renews: The kind whose period this one continues; both share one `track`.
        anchor: Whether a renewal counts from its own date or from the expiry it continues, when made
            at most `anchor_window_months` before it.
        aliases: Other names under which sheets know this kind.
    """

    code: str
    family: str
    category: str | None
    group: Group
    months: int | None
    label_fr: str
    label_en: str
    short_fr: str
    short_en: str
    authorisation: Authorisation | None
    basis: Basis
    source: str
    since: dt.date | None
    until: dt.date | None
    legacy: bool
    history_only: bool
    per_assignment: bool
    successors: tuple[str, ...]
    covers: tuple[str, ...]
    option: Option | None
    option_covers: tuple[str, ...]
    renews: str | None
    anchor: Anchor
    anchor_window_months: int | None
    aliases: tuple[str, ...]

    @property
    def track(self) -> str:
        """The code under which renewals replace each other: ``SST`` for both SST and its refresher."""
        return self.renews or self.code

    @property
    def names(self) -> tuple[str, ...]:
        """Everything this kind is known by: code, full labels and aliases."""
        return (self.code, self.label_fr, self.label_en, *self.aliases)

    def label(self, lang: str | None = None) -> str:
        """Return the full label in French (``fr``) or English, by default in the language spoken now."""
        return self.label_fr if (lang or language()) == "fr" else self.label_en

    def short_label(self, lang: str | None = None) -> str:
        """Return the label for grids: « 1A Transpalette porté », « R389-3 Frontal ≤ 6 t », « SST ».

        An old category keeps its family in front: R389-6 and R489-6 are not the same machine.
        """
        short = self.short_fr if (lang or language()) == "fr" else self.short_en
        prefix = self.code if self.legacy else self.category
        return f"{prefix} {short}" if prefix else short


@dataclass(frozen=True, slots=True)
class Regime:
    """A medical follow-up regime: the longest time between two of its visits, in months.

    Attributes:
        intermediate_months: When a visit by another professional falls due between two exams (SIR).
    """

    code: str
    months: int
    intermediate_months: int | None
    basis: Basis
    source: str

    @property
    def next_visit_months(self) -> int:
        """Months from one visit to whatever visit comes next under this regime."""
        return min(self.months, self.intermediate_months or self.months)


@dataclass(frozen=True, slots=True)
class VisitRule:
    """What a type of visit sets as the next date when the document prints none.

    Attributes:
        months: Months to the next visit; None leaves the earlier due date alone.
        by_regime: A known regime decides instead of `months`.
        kind: The certificate this visit delivers, which has its own validity.
    """

    type: str
    months: int | None
    by_regime: bool
    kind: str | None
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class Obligation:
    """A visit the law asks for at a moment that no earlier visit sets.

    Attributes:
        months: Or `days`: how long after what brings it about it may be held at the latest.
        age: Years: the age that brings it about, or below which it comes earlier.
        since: First day on which the rule was in force; None when it always was, as far as we reckon.
    """

    code: str
    months: int | None
    days: int | None
    age: int | None
    since: dt.date | None
    basis: Basis
    source: str


@dataclass(frozen=True)
class Catalogue:
    """All rules, in the order in which people are shown them.

    Attributes:
        revised: The latest day on which one of the files was revised.
    """

    kinds: tuple[Kind, ...]
    regimes: dict[str, Regime]
    visits: dict[str, VisitRule]
    obligations: dict[str, Obligation]
    revised: dt.date

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def find(self, code: str) -> Kind | None:
        """Return the kind stored under exactly this code, or None."""
        return self._by_code.get(code)

    def named(self, text: str) -> Kind | None:
        """Return the kind that bears this name, label or alias, whatever its case and accents, or None."""
        return self._by_name.get(words(text))

    def order_of(self, code: str) -> int:
        """Return the place of a kind in the catalogue; unknown kinds come after all others."""
        return self._order.get(code, len(self.kinds))

    def of_group(self, group: Group) -> tuple[Kind, ...]:
        """Return the kinds of one group, in order."""
        return tuple(kind for kind in self.kinds if kind.group == group)

    @cached_property
    def families(self) -> dict[str, tuple[Kind, ...]]:
        """The CACES kinds of each recommendation, in order."""
        found: dict[str, tuple[Kind, ...]] = {}
        for kind in self.of_group("caces"):
            found[kind.family] = (*found.get(kind.family, ()), kind)
        return found

    @cached_property
    def _by_name(self) -> dict[str, Kind]:
        """Kinds by each of their names, as `words` writes them."""
        return {words(name): kind for kind in self.kinds for name in kind.names}

    @cached_property
    def _by_code(self) -> dict[str, Kind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {kind.code: place for place, kind in enumerate(self.kinds)}
