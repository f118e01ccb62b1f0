"""Groups of roles that may open the same endpoints."""

PUBLIC = "everybody"
STAFF = frozenset(
    {
        "administrator",
        "moderator",
        "agency_head",
        "supervisor",
        "officer",
        "auditor",
        "performance_office",
        "performance_coordinator",
        "mayor",
    }
)
HANDLERS = frozenset({"moderator", "administrator", "agency_head"})
MODERATORS = frozenset({"moderator", "administrator"})

ADMINISTRATOR = frozenset({"administrator"})
ACCOUNT_READERS = frozenset({"administrator", "auditor"})
ADMINISTRATORS = frozenset({"administrator"})
ORGANISATION_EDITORS = frozenset({"administrator", "agency_head"})
ORGANISATION_READERS = ORGANISATION_EDITORS | {"supervisor", "officer", "auditor"}
RELEASE_READERS = frozenset({"administrator", "auditor", "agency_head"})
REPORT_READERS = frozenset({"administrator", "auditor", "agency_head", "supervisor"})
FIGURE_READERS = frozenset({"auditor", "agency_head", "supervisor"})
PERFORMANCE_OFFICE = frozenset({"performance_office"})
EVALUATION_RELEASE_READERS = PERFORMANCE_OFFICE | {"administrator", "auditor"}
PEOPLE_EDITORS = PERFORMANCE_OFFICE | {"performance_coordinator"}
PEOPLE_READERS = PEOPLE_EDITORS | {"administrator", "agency_head", "auditor"}
RESULT_READERS = PEOPLE_EDITORS | {"agency_head", "auditor", "mayor"}
CYCLE_READERS = PERFORMANCE_OFFICE | {"performance_coordinator", "auditor", "mayor"}
