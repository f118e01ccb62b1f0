"""Every SELECT on ratings; what comes back is frozen and names no person."""

from portal.rating.queries.comments import (
    CommentRow,
    comment,
    comments_among,
    comments_without,
)
from portal.rating.queries.inbox import InboxKeyInBrief, current_inbox_key
from portal.rating.queries.paper import PaperBatchInBrief, paper_batches
from portal.rating.queries.periods import first_rated_period, rated_periods, regrouped_months
from portal.rating.queries.recount import recounted
from portal.rating.queries.signals import (
    ExclusionRow,
    SignalRow,
    WatchedCount,
    exclusions,
    newest_exclusion,
    signal_in_brief,
    signals,
    watched_counts,
)
from portal.rating.queries.sums import (
    ChannelTotal,
    OfficerTallyRow,
    ProfileCount,
    ReasonCount,
    TallyBook,
    TallyRow,
    mixed_today,
    officer_tallies,
    profile_counts,
    reason_counts,
    tallies,
    tally_book,
)

__all__ = [
    "ChannelTotal",
    "CommentRow",
    "ExclusionRow",
    "InboxKeyInBrief",
    "OfficerTallyRow",
    "PaperBatchInBrief",
    "ProfileCount",
    "ReasonCount",
    "SignalRow",
    "TallyBook",
    "TallyRow",
    "WatchedCount",
    "comment",
    "comments_among",
    "comments_without",
    "current_inbox_key",
    "exclusions",
    "first_rated_period",
    "mixed_today",
    "newest_exclusion",
    "officer_tallies",
    "paper_batches",
    "profile_counts",
    "rated_periods",
    "reason_counts",
    "recounted",
    "regrouped_months",
    "signal_in_brief",
    "signals",
    "tallies",
    "tally_book",
    "watched_counts",
]
