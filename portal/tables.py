"""Every table of the portal, imported in one place so that migrations see them all."""

from pathlib import Path

from portal.accounts.models import account, audit, kept_forms, letters, proofs, refusals
from portal.complaints.models import counted, course, item
from portal.database import Base
from portal.lasting_keys import models as lasting_keys
from portal.organisation.models import (
    arrangements,
    calendar,
    column_meanings,
    figure_rules,
    people,
    places,
    poster,
)
from portal.publication.models import contradictions, earlier, release, staff
from portal.rating.models import ballot, devices, inbox, paper, parts, signals
from portal.schedule import models as schedule
from portal.web import models as web

MIGRATIONS = Path(__file__).parent / "migrations"

__all__ = [
    "MIGRATIONS",
    "Base",
    "account",
    "arrangements",
    "audit",
    "ballot",
    "calendar",
    "column_meanings",
    "contradictions",
    "counted",
    "course",
    "devices",
    "earlier",
    "figure_rules",
    "inbox",
    "item",
    "kept_forms",
    "lasting_keys",
    "letters",
    "paper",
    "parts",
    "people",
    "places",
    "poster",
    "proofs",
    "refusals",
    "release",
    "schedule",
    "signals",
    "staff",
    "web",
]
