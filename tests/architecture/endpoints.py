"""Who may open each endpoint: the table the app must equal, line by line."""

PUBLIC = "everybody"

ENDPOINTS: dict[str, str | frozenset[str]] = {
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "static": PUBLIC,
}
