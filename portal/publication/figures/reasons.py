"""Why a figure is not shown: each suppressed figure carries the one reason that is true."""

from enum import StrEnum


class Reason(StrEnum):
    """The words of ``suppressed``; templates say them in a citizen's language.

    Reasons never tell more of a hidden count than they must: ``TOO_FEW`` covers every count
    from 1 to one below what a mean needs, so that its own reason does not bracket it.
    """

    NOT_MEASURED = "not_measured"
    """Nobody rated here in the period."""
    NO_VISITS = "no_visits"
    """The agency reported that nobody was served here in the period."""
    TOO_FEW = "too_few"
    """Too few ratings for a mean (30 or more); they are carried into the next period."""
    FOLDED = "folded"
    """Too few in the whole year; they count in the agency's figure only."""
    FEW_OFFICERS = "few_officers"
    """Fewer than three officers served, or one had most ratings: it would be a person's score."""
    PROTECTS_ANOTHER = "protects_another"
    """Shown, it would let one subtract a neighbour's hidden figure."""
    FEW_OR_COVER = "few_or_cover"
    """A quarter, half-year or year: too few ratings, or shown it would tell of few people.

    One reason for both, because "fewer than 30 in all three months" would bracket each of them.
    """
    NOT_ASKED = "not_asked"
    """The element does not apply to the services rated here."""
    UNVERIFIED_ONLY = "unverified_only"
    """Ratings without proof of a visit take part, so it is not compared with others."""
    VISITS_UNKNOWN = "visits_unknown"
    """Nobody counted the visits, so a share of them cannot be stated."""
    LOW_RESPONSE = "low_response"
    """Fewer than 20 % of visits were rated: too thin for a comparison."""
    LOW_RELIABILITY = "low_reliability"
    """Too few ratings to tell this place from chance (reliability below 0.7)."""
    NOT_SHOWN = "not_shown"
    """The figure it would compare is itself not shown."""
    EXCLUDED = "excluded"
    """The desk, channel and period were excluded by a published rule."""
    CONTRADICTORY = "contradictory"
    """What is stored of the place contradicts itself; withheld until that is put right."""
    FEW_MEMBERS = "few_members"
    """Too few officers for shares that cannot be decoded to persons."""
    FEW_COMMENTS = "few_comments"
    """Fewer than ten comments or none, or shown, it would tell another agency's."""
