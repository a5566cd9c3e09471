"""The codes stored in the family's tables. Labels for people are in `labels.py`."""

from __future__ import annotations

ACTIVE, INACTIVE = "active", "inactive"
STATUSES = (ACTIVE, INACTIVE)

CDI, CDD, INTERIM, ALTERNANCE = "CDI", "CDD", "Interim", "Alternance"
CONTRACT_TYPES = (CDI, CDD, INTERIM, ALTERNANCE)

SIMPLE, ADAPTED, REINFORCED = "SIS", "SIA", "SIR"
REGIMES = (SIMPLE, ADAPTED, REINFORCED)

COMPUTED, TYPED = "computed", "typed"
EXPIRATION_SOURCES = (COMPUTED, TYPED)

INITIAL, PERIODIC, RECOVERY = "initial", "periodic", "recovery"
DRIVING_CERTIFICATE, ELECTRICAL_CERTIFICATE = "driving_certificate", "electrical_certificate"
INTERMEDIATE, PRE_RETURN, ON_REQUEST = "intermediate", "pre_return", "on_request"
MID_CAREER, END_CAREER = "mid_career", "end_career"
VISIT_TYPES = (
    INITIAL,
    PERIODIC,
    RECOVERY,
    DRIVING_CERTIFICATE,
    ELECTRICAL_CERTIFICATE,
    INTERMEDIATE,
    PRE_RETURN,
    ON_REQUEST,
    MID_CAREER,
    END_CAREER,
)

REGULAR_VISITS = (INITIAL, PERIODIC, INTERMEDIATE)
"""Visits of the regime: an appointment for one of them is met by whichever the doctor makes of it."""

FOLLOW_UP = "follow_up"
# A person has one medical follow-up, whatever the visit; certificates beside it have their own validity.
TRACKS = (FOLLOW_UP, DRIVING_CERTIFICATE, ELECTRICAL_CERTIFICATE)

FIT, UNFIT, FIT_WITH_RESTRICTIONS = "fit", "unfit", "fit_with_restrictions"
FAVOURABLE = (FIT, FIT_WITH_RESTRICTIONS)
"""Results of a fitness opinion that nothing speaks against driving."""
FOLLOW_UP_CERTIFICATE, PENDING = "follow_up_certificate", "pending"
RESULTS = (FIT, UNFIT, FIT_WITH_RESTRICTIONS, FOLLOW_UP_CERTIFICATE, PENDING)

PLANNED, HELD, MISSED, CANCELLED = "planned", "held", "missed", "cancelled"
APPOINTMENT_STATUSES = (PLANNED, HELD, MISSED, CANCELLED)

ONLINE, CLASSROOM = "online", "classroom"
TRAINING_MODES = (ONLINE, CLASSROOM)

PDF, PNG, JPEG, TIFF, WEBP = "application/pdf", "image/png", "image/jpeg", "image/tiff", "image/webp"
MIMES = (PDF, PNG, JPEG, TIFF, WEBP)

CACES_DOCUMENT, MEDICAL_DOCUMENT, TRAINING_DOCUMENT = "caces", "medical", "training"
PHOTO, OTHER_DOCUMENT = "photo", "other"
DOCUMENT_KINDS = (CACES_DOCUMENT, MEDICAL_DOCUMENT, TRAINING_DOCUMENT, PHOTO, OTHER_DOCUMENT)

EXPIRED, CRITICAL, WARNING, VALID, PERMANENT = "expired", "critical", "warning", "valid", "permanent"

PARTICULARS = (
    "last_name",
    "first_name",
    "external_id",
    "birth_date",
    "current_status",
    "entry_date",
    "left_on",
    "contract_type",
    "contract_end",
    "agency",
    "assignment_end",
    "role",
    "workspace",
    "medical_regime",
    "night_worker",
    "email",
    "phone",
)
"""What is recorded about a person apart from the photo, in the order of the form."""

LONGEST_NAME = 100
LONGEST_TEXT = 200
LONGEST_RESTRICTIONS = 1000
LONGEST_PATH = 400
LONGEST_DOCUMENT_PATH = 240


def track_of(visit_type: str) -> str:
    """Return the track on which a visit of this type replaces the earlier ones."""
    return visit_type if visit_type in TRACKS else FOLLOW_UP


def met_by(visit_type: str) -> tuple[str, ...]:
    """Return the types of visits of which any meets an appointment for this one."""
    return REGULAR_VISITS if visit_type in REGULAR_VISITS else (visit_type,)
