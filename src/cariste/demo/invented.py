"""Names and texts of the demo warehouse. Nobody is called like this: the surnames are made up for it."""

from __future__ import annotations

import datetime as dt

FIRST_NAMES = (
    *("Adèle", "Agnieszka", "Aïcha", "Amadou", "Anaïs", "André", "Anne-Lise", "Antoine", "Aurélie", "Awa"),
    *(
        "Baptiste",
        "Béatrice",
        "Benoît",
        "Björn",
        "Camille",
        "Carmen",
        "Cédric",
        "Chloé",
        "Clarisse",
        "Corentin",
    ),
    *(
        "Daoud",
        "Delphine",
        "Dieudonné",
        "Dimitri",
        "Dominique",
        "Élodie",
        "Éloïse",
        "Emre",
        "Étienne",
        "Fanny",
    ),
    *(
        "Fatoumata",
        "Ferdinand",
        "Françoise",
        "Gaëlle",
        "Gwenaël",
        "Habiba",
        "Hélène",
        "Hugo",
        "Inês",
        "Ismaël",
    ),
    *(
        "Jean-Éric",
        "Jean-Loup",
        "Jérôme",
        "Joséphine",
        "Karim",
        "Kévin",
        "Khadija",
        "Laëtitia",
        "Léa",
        "Loïc",
    ),
    *("Łukasz", "Maëlys", "Mamadou", "Marie-Noëlle", "Mehdi", "Minh", "Moïse", "Nadège", "Noël", "Noémie"),
    *("Oumar", "Pénélope", "Quentin", "Raphaël", "Rémi", "Rosa", "Salomé", "Samia", "Sébastien", "Siobhán"),
    *("Stéphane", "Sylvie", "Théo", "Thi Lan", "Timothée", "Valérie", "Viktor", "Yaël", "Yannick", "Zoé"),
)

SURNAMES = (
    *("Allégrand", "Bandeurol", "Bâcheline", "Ben Exemple", "Bordereau", "Cartonnier", "Chargemine"),
    *("Colisson", "Consignac", "Convoyel", "Da Palette", "D'Essai", "De La Fiction", "De Rayonnage"),
    *("Del Muestra", "Démonette", "Déquaissel", "El Modèle", "Emballard", "Entrepotier", "Étagéron"),
    *("Étiquetin", "Exemplaire", "Factissime", "Feuillardot", "Fictif", "Filmétir", "Fourchelong"),
    *("Gerbelin", "Gruyautier", "Haut-Rayon", "Hayonnet", "Imaginaire", "Inventé", "Inventorski"),
    *("Kartonov", "L'Échantillon", "Le Bordeur", "Lecolis", "Le Fictif", "Le Quai", "Levélas", "Maquettin"),
    *("Mezzaninel", "Modelska", "N'Colis", "N'Diapalette", "Nguyen-Fictif", "Niveleur", "Nulpart"),
    *("O'Fiction", "Œuvre-Modèle", "Palettier", "Paletteau", "Personnage", "Pesonnier", "Picquet-Colis"),
    *("Porte-À-Faux", "Prélevin", "Preparescu", "Présentoir", "Quaidel", "Quaiville", "Rackman", "Rayonnel"),
    *("Retournel", "Sanglard", "Scannerot", "Specimen", "Stockel", "Stockmann", "Tapirouleau", "Test-Naïf"),
    *("Tranpalier", "Transbordeau", "Triel-Fictif", "Untel", "Van der Quai", "Von Lager", "Zonablanc"),
)

AGENCIES = ("Agence Fictive Intérim", "Intérim Exemple", "Modèle Travail Temporaire")
PROVIDERS = (
    "Centre Exemple Formation",
    "Fictif Logistique Formation",
    "Organisme Modèle",
    "Quai-École Fictif",
)
ADJUSTMENTS = (
    "Port de charges limité à 15 kg.",
    "Pas de travail de nuit.",
    "Alterner les postes assis et debout.",
    "Siège à suspension réglable.",
)
HOME_MADE_CERTIFICATES = ("Autolaveuse autoportée", "Nacelle maison", "Filmeuse à bras tournant")

ONLINE_COURSES: tuple[tuple[str, int | None], ...] = (
    ("Conduite à tenir en cas d'alerte", 24),
    ("Éco-gestes en entrepôt", None),
    ("Hameçonnage : les bons réflexes", 12),
    ("Sûreté du fret", 36),
)
"""Titles with their months; None is permanent."""

SIGNATORIES = ("Mme Fictif, directrice de site", "M. Modèle, responsable d'exploitation")
TRAINERS = ("Mme Exemple", "M. D'Essai", "M. Témoin")
OTHER_PROOFS = (
    "Formation interne de 7 h et test de conduite réussi, formateur M. Témoin",
    "Évaluation interne théorie et pratique, grille signée par M. D'Essai",
)

MACHINES: tuple[tuple[str, str, str | None, dt.date | None], ...] = (
    ("Transpalette porté T1", "R489-1A", "Quai", None),
    ("Transpalette porté T2", "R489-1A", "Quai", None),
    ("Transpalette porté T3", "R489-1A", "Zone A", None),
    ("Préparateur de commandes P1", "R489-1A", "Zone A", None),
    ("Préparateur de commandes P2", "R489-1A", "Zone B", None),
    ("Gerbeur porté G1", "R489-1B", "Zone B", None),
    ("Frontal électrique F1", "R489-3", "Quai", None),
    ("Frontal électrique F2", "R489-3", "Quai", None),
    ("Frontal gaz F3", "R489-3", None, dt.date(2026, 9, 14)),
    ("Mât rétractable M1", "R489-5", "Zone A", None),
    ("Mât rétractable M2", "R489-5", "Zone B", None),
    ("Chariot à poste élevable E1", "R489-6", "Zone A", None),
    ("Gerbeur accompagnant A1", "R485-2", "Quai", None),
    ("Nacelle articulée N1", "R486-B", None, None),
)
"""What stands on the site: name, category, work area (None is all of them), out of service since."""
