"""Every question other rooms ask the organisation."""

from portal.organisation.queries.arrangement import (
    arrangement,
    codes_by_id,
    offers_of_desk,
    question_book,
)
from portal.organisation.queries.calendar import (
    dated_notes,
    holidays_between,
    latest_visits,
    opening_hours,
    populations,
    visits_served,
)
from portal.organisation.queries.desk_posters import DeskPoster, poster_of_desk
from portal.organisation.queries.desks import desk_for_rating, desk_in_brief
from portal.organisation.queries.figure_rules import rule_book, rule_changes
from portal.organisation.queries.posters import poster_desks
from portal.organisation.queries.postings import (
    agency_code,
    desks_where_posted,
    officers_by_desk_and_period,
    places_in_service,
)
from portal.organisation.queries.snapshot import catalogue
from portal.organisation.queries.structure import structure

__all__ = [
    "DeskPoster",
    "agency_code",
    "arrangement",
    "catalogue",
    "codes_by_id",
    "dated_notes",
    "desk_for_rating",
    "desk_in_brief",
    "desks_where_posted",
    "holidays_between",
    "latest_visits",
    "offers_of_desk",
    "officers_by_desk_and_period",
    "opening_hours",
    "places_in_service",
    "populations",
    "poster_desks",
    "poster_of_desk",
    "question_book",
    "rule_book",
    "rule_changes",
    "structure",
    "visits_served",
]
