"""What can be done to the organisation; each function is one transaction."""

from portal.organisation.service.calendar import (
    MonthNotBegun,
    NewNote,
    NoteEndsBeforeStart,
    add_note,
    declare_holidays,
    record_population,
    record_visits,
    remove_note,
    withdraw_holiday,
)
from portal.organisation.service.importing import import_file, preview_file
from portal.organisation.service.posters import (
    DeskUnknown,
    NoCurrentPoster,
    revoke_poster,
    rotate_poster,
)
from portal.organisation.service.records import (
    OrganisationRefused,
    RecordUnknown,
    cancel_retirement,
    change_records,
    preview,
)

__all__ = [
    "DeskUnknown",
    "MonthNotBegun",
    "NewNote",
    "NoCurrentPoster",
    "NoteEndsBeforeStart",
    "OrganisationRefused",
    "RecordUnknown",
    "add_note",
    "cancel_retirement",
    "change_records",
    "declare_holidays",
    "import_file",
    "preview",
    "preview_file",
    "record_population",
    "record_visits",
    "remove_note",
    "revoke_poster",
    "rotate_poster",
    "withdraw_holiday",
]
