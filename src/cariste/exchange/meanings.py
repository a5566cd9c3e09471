"""What a column means, decided by the words of its header and never by its cells."""

from __future__ import annotations

import re
from typing import NamedTuple

from cariste.core.i18n import _
from cariste.core.text import fold, tidy
from cariste.exchange.certificates import read_kinds
from cariste.regulation.codes import family_of, recognise, take_option

FULL_NAME, FULL_NAME_REVERSED = "full_name", "full_name_reversed"
LAST_NAME, FIRST_NAME, NUMBER = "last_name", "first_name", "number"
CONTRACT, ENTRY, BIRTH, LEFT, CONTRACT_END = "contract", "entry_date", "birth_date", "left_on", "contract_end"
WORKSPACE, ROLE, AGENCY, EMAIL, PHONE, REGIME = (
    "workspace",
    "role",
    "agency",
    "email",
    "phone",
    "medical_regime",
)
COMMENT, IGNORE, UNKNOWN = "comment", "ignore", "unknown"
VISIT_TYPE, VISIT_DATE, VISIT_RESULT, VISIT_NEXT = "visit_type", "visit_date", "visit_result", "visit_next"
VALIDITY, CACES, CERTIFICATE, OPTION = "validity", "caces", "certificate", "option"
OBTAINED, EXPIRY, UNCLEAR, RESULT = "obtained", "expiry", "unclear", "result"
VISIT = "VM"
"""Kind of an unclear column that holds dates of medical visits, held or next."""

NAMES = frozenset({FULL_NAME, FULL_NAME_REVERSED, LAST_NAME, FIRST_NAME})
IDENTITY = NAMES | {NUMBER}
ROLES = IDENTITY | {
    CONTRACT, ENTRY, BIRTH, LEFT, CONTRACT_END, WORKSPACE, ROLE, AGENCY, EMAIL, PHONE, REGIME, COMMENT,
    IGNORE, VISIT_TYPE, VISIT_DATE, VISIT_RESULT, VISIT_NEXT, VALIDITY, CACES, CERTIFICATE, OPTION, OBTAINED,
    EXPIRY, RESULT,
}  # fmt: skip
"""What a mapping file may say about a column; those of `OF_A_KIND` may be followed by a kind."""
OF_A_KIND = frozenset({OBTAINED, EXPIRY, RESULT})
"""Roles that are about one kind of certificate, or about the one that each row names."""


class Meaning(NamedTuple):
    """What the cells of a column are.

    Attributes:
        role: One of the words above.
        kind: The certificate an obtained, expiry, unclear or result column is about: a catalogue code,
            several joined by ``/`` when the cell says which, or the title of a training. None when each row
            names its own.
    """

    role: str
    kind: str | None = None

    def __str__(self) -> str:
        return f"{self.role} {self.kind}" if self.kind else self.role


_TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (FULL_NAME_REVERSED, ("prenoms?( et)?( ?[/&])? ?noms?", "first name( and)? last name")),
    (FULL_NAME, (
        "noms?( et| ?[/&,])? ?prenoms?( .*salaries?)?", "salaries?", "collaborateurs?", "employee?s?",
        "agents?", "personnel", "nom complet", "employee name", "full name", "name",
    )),
    (LAST_NAME, ("noms?( de famille| d usage| de naissance)?", "surname", "last name")),
    (FIRST_NAME, ("prenoms?", "first name")),
    (NUMBER, (
        "mle", "mat", "mat ricule", "(n ?°? ?|n[o°] ?|numero (de )?)?matricules?",
        "(id|code|identifiant|n ?°?|login) ?wms", "wms( id)?", "(n ?°?|numero|code) (de )?salarie",
        "employee number",
    )),
    (CONTRACT, ("(type )?(de )?contrats?", "contract( type)?")),
    (CONTRACT_END, ("(date )?(de )?fin (de )?(contrat|mission)", "contract end")),
    (ENTRY, (
        "(date )?(d )?(entree|embauche|arrivee)( entreprise| le)?", "entree le", "embauche le",
        "start date", "entry date",
    )),
    (BIRTH, ("(date )?(de )?naissance", r"nee?( \(?e\)?)? le", "date of birth", "birth date")),
    (LEFT, ("(date )?(de )?(sortie|depart)( le)?", "sorti(e)? le", "leaving date")),
    (WORKSPACE, (
        "services?", "secteurs?( ?/ ?zone)?", "zones?", "ateliers?", "work ?area", "workspace",
        "affectation",
    )),
    (ROLE, ("fonctions?", "postes?( de travail)?", "emplois?", "metiers?", "job", "role")),
    (AGENCY, ("agences?( d)?( ?interim)?", "ett", "temp agency")),
    (EMAIL, ("e? ?mails?", "courriels?", "adresse (e )?mail")),
    (PHONE, ("tel", "telephone", "portable", "phone", "mobile")),
    (REGIME, ("(regime|suivi)( de suivi)?( medical)?", "medical regime", "regime")),
    (COMMENT, (
        "obs", "observations?", "commentaires?", "remarques?", "notes?", "divers", "comments?",
    )),
    (IGNORE, (
        "n", "n ?°", "no", "nr", "#", "rang", "ligne", "id", "age", "anciennete", "seniority", "statut",
        "status", "alertes?", "etat", "(nb )?(de )?j(ours)? rest(ants)?", "days left",
        "autor(isation)?s?( de)? conduite( .*)?", "fichier", "document", "photo", "severity",
        "severite", "modalites?", "mode", "motifs?( du rejet)?", "why it was rejected",
    )),
    (VISIT_TYPE, ("(type|nature)( de)?( la)? (vm|visites?( medicales?)?)", "visit type")),
    (VISIT_NEXT, (
        "(date )?(de )?(la )?(prochaines?|proch)( date)?( de)? ?(vm|visites?( medicales?)?)( .*)?",
        "(echeance|expiration|fin validite|validite) (vm|visite( medicale)?)", "next visit.*",
    )),
    (VISIT_DATE, (
        "(date )?(de )?(la )?(derniere )?(vm|visites?( medicales?)?)( passee?| effectuee?)? (le|du)",
        "date( de)?( la)?( derniere)? (vm|visites?( medicales?)?)", "derniere (vm|visite( medicale)?)",
        "visit date",
    )),
    (VISIT_RESULT, (
        "avis( medical| (du )?medecin)?", "conclusions?( medicales?)?", "resultats?",
        "aptitudes?( medicales?)?", "outcome",
    )),
    (RESULT, (
        r"(reussite|reussi|admis|recu|obtenu|valide|acquis)\(?e?\)?s?( ?\?| ?\(?(o|oui) ?/ ?(n|non)\)?)",
        "(reussite|admission|validation|appreciation)s?", "(reussi|admis|recu|acquis)e?s?", "verdict",
    )),
    (VALIDITY, (
        r"(duree )?(de )?validite( \(?(en )?(mois|ans)\)?)?", "duree( .*mois.*)?", "periodicite",
        "validity.*",
    )),
    (CACES, (
        r"caces ?®?s?( \(?(anciens?|obtenus?|detenus?|en cours|categories?)\)?)?", "categories? caces",
        "caces? categories?",
    )),
    (CERTIFICATE, (
        "categories?", "type( de)? (caces|formations?|habilitations?)", "formations?",
        "intitules?( .*)?", "habilitations?", "certificats?", "kind", "title", "training( title)?",
    )),
    (OPTION, ("options?( (du )?(caces|certificat))?", "(caces )?options?")),
    (OBTAINED, (
        "(date )?(d )?(obtention|obtenu le|(de )?formation|(de )?realisation|(de )?passage|delivrance)",
        "passee? le", "fait(e)? le", "realisee? le", "date obtained", "obtained", "completion date",
    )),
    (UNCLEAR, ("dates?",)),
    (EXPIRY, (
        "(date )?(d |de )?(echeance|expiration|peremption)", "(date )?(de )?fin( de)?( validite)?",
        "valable( jusqu au)?", "valide jusqu au", "validite jusqu au", "jusqu au", "expire(e)? le",
        "recyclage( avant)?( le)?", "a recycler avant( le)?", "(date )?(de )?renouvellement",
        "expiry( date)?", "expires", "valid until",
    )),
)  # fmt: skip
"""Whole titles, folded; each is a regular expression. The first role that matches counts."""

_EXACT = tuple((role, re.compile("|".join(titles))) for role, titles in _TITLES)
_OBTAINED_WORD = re.compile(
    r"\b(?:obtenue?s?|obtention|passee?|formation(?= (?:le|du))|date (?:de )?formation|realisee?|realisation"
    r"|faite? le|delivree?|delivrance|debut|obtained|completed|completion|passage)\b"
)
_EXPIRY_WORD = re.compile(
    r"\b(?:valable|validite|valide|fin|echeance|expir\w*|exp|recycl\w*|renouvel\w*|jusqu|avant|perim\w*"
    r"|peremption|prochaine?|limite|expiry|until)\b"
)
_FILLER = re.compile(
    r"\b(?:date|dates|le|la|du|de|d|au|jusqu|les|caces|formation|formations|categorie|cat|en|mois|duree)\b|[()®:]"
)
_DATED = re.compile(r"\bdates?\b|\ble\b")
_OF_CACES = re.compile(r"^caces |(?: du| des| de)? (?:caces|certificats?)$")
_OF_ANY = frozenset({OBTAINED, EXPIRY, UNCLEAR, VALIDITY})
"""Roles of columns that belong to whatever certificate the row names."""
_UNIT = re.compile(r"\b(?:mois|months?|ans?|annees?|years?)\b")
_RESULT_WORD = re.compile(r"\b(?:resultats?|reussite|verdict)\b")
_RESULT_OF = re.compile(
    r"\b(?:avis|conclusions?|validation|appreciation|aptitude|(?:reussi|admis|recu)e?s?)\b"
)
"""Words of a result, if the title names the certificate, or the visit, too."""
_RESULT_FILLER = re.compile(
    rf"{_RESULT_WORD.pattern}|{_RESULT_OF.pattern}"
    r"|\b(?:tests?|examens?|epreuves?|theorie|pratique|final|o n)\b"
)
_ONLINE = re.compile(r"\be ?learning\b|\ben ligne\b|\bonline\b|\bmooc\b")
_MEDICAL = re.compile(r"\b(?:vm|visites? medicales?|visite)\b")


def classify(header: str) -> Meaning:
    """Return what a column means by its header, all levels joined; UNKNOWN when its words say nothing."""
    words = " ".join(fold(header.replace("®", " ")).split())
    if not words:
        return Meaning(IGNORE)
    for role, pattern in _EXACT:
        if pattern.fullmatch(words):
            return Meaning(role)
    bare = _OF_CACES.sub("", words)
    if bare != words and bare and (meaning := classify(bare)).role in _OF_ANY and meaning.kind is None:
        return meaning
    return _result(header, words) or _dated(header, words)


def _dated(header: str, words: str) -> Meaning:
    """Return what a title of dates is; UNKNOWN when it is none."""
    obtained, expiry = _OBTAINED_WORD.search(words), _EXPIRY_WORD.search(words)
    role = UNCLEAR if bool(obtained) == bool(expiry) else OBTAINED if obtained else EXPIRY
    if _MEDICAL.search(words):
        return Meaning(
            {OBTAINED: VISIT_DATE, EXPIRY: VISIT_NEXT, UNCLEAR: UNCLEAR}[role],
            VISIT if role == UNCLEAR else None,
        )
    kind = _kind(header, words)
    if kind is not None:
        return Meaning(role, kind)
    if _ONLINE.search(words):
        return Meaning(role, tidy(header))
    return Meaning(UNKNOWN)


def _result(header: str, words: str) -> Meaning | None:
    """Return what a title of results is; None for others, such as « validation du chef »."""
    plain = _RESULT_WORD.search(words)
    if not (plain or _RESULT_OF.search(words)) or _DATED.search(words):
        return None
    if _MEDICAL.search(words):
        return Meaning(VISIT_RESULT)
    kind = _kind(header, " ".join(_RESULT_FILLER.sub(" ", words).split()))
    return Meaning(RESULT, kind) if kind is not None or plain else None


def _kind(header: str, words: str) -> str | None:
    whole = recognise(header)
    if whole is not None and whole.group != "medical":
        return whole.code
    plain, option = take_option(header)
    bare = _FILLER.sub(" ", _EXPIRY_WORD.sub(" ", _OBTAINED_WORD.sub(" ", plain if option else words)))
    bare = " ".join(bare.split()).strip("/ ")
    found = recognise(bare) if bare else None
    if found is not None:
        return found.code
    parts = [recognise(part) for part in re.split(r"[/,+]| ou | et ", bare)] if bare else []
    if len(parts) > 1 and all(part is not None and part.group == "training" for part in parts):
        return "/".join(part.code for part in parts if part is not None)
    if (
        family_of(header) is None
        and not re.search(r"\bcaces\b|\bcat\b|^categorie\b", words)
        and not re.fullmatch(r"[1-7][ab]?", bare)
    ):
        return None
    kinds, doubts = read_kinds(bare)
    return kinds[0] if len(kinds) == 1 and not doubts else None


def unit_of(header: str) -> str:
    """Return the unit that a title gives to its numbers: « a » for years, « m » for months, or nothing."""
    found = _UNIT.search(fold(header))
    return "" if found is None else "m" if found[0].startswith("m") else "a"


def parse_meaning(text: str) -> Meaning | None:
    """Return the meaning that a mapping file writes (`expiry R489-1A`), or None when it is not one."""
    role, _blank, kind = tidy(text).partition(" ")
    if role not in ROLES or (kind and role not in OF_A_KIND):
        return None
    known = recognise(kind) if kind else None
    return Meaning(role, known.code if known else kind or None)


def unclear_choices(meaning: Meaning) -> tuple[str, str]:
    """Return the two meanings between which the header of a column does not decide."""
    if meaning.kind == VISIT:
        return VISIT_DATE, VISIT_NEXT
    return str(Meaning(OBTAINED, meaning.kind)), str(Meaning(EXPIRY, meaning.kind))


def unclear_reason(meaning: Meaning, header: str) -> str:
    """Return the one question that a column asks when its header does not say which date it holds."""
    roles = unclear_choices(meaning)
    return _(
        "Column “{header}”: dates obtained or expiry dates? None of its dates is imported until that is said "
        "(in a mapping file: “{obtained}” or “{expiry}”)."
    ).format(header=tidy(header), obtained=roles[0], expiry=roles[1])
