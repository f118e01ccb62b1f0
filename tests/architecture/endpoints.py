"""Who may open each endpoint: the table the app must equal, line by line."""

PUBLIC = "everybody"
STAFF = frozenset({"administrator", "moderator", "agency_head", "supervisor", "officer", "auditor"})

ENDPOINTS: dict[str, str | frozenset[str]] = {
    "accounts.home": STAFF,
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": STAFF,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "static": PUBLIC,
}
