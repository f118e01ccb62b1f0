"""Who may open each endpoint: the table the app must equal, line by line."""

PUBLIC = "everybody"
STAFF = frozenset({"administrator", "moderator", "agency_head", "supervisor", "officer", "auditor"})

ENDPOINTS: dict[str, str | frozenset[str]] = {
    "accounts.home": STAFF,
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": STAFF,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "rating.desk": PUBLIC,
    "rating.find": PUBLIC,
    "rating.submit": PUBLIC,
    "rating.thanks": PUBLIC,
    "static": PUBLIC,
    "transparency.city": PUBLIC,
    "transparency.city_charts": PUBLIC,
    "transparency.city_csv": PUBLIC,
    "transparency.city_json": PUBLIC,
    "transparency.compare": PUBLIC,
    "transparency.desk_qr": PUBLIC,
    "transparency.methodology": PUBLIC,
    "transparency.place": PUBLIC,
    "transparency.place_charts": PUBLIC,
    "transparency.place_csv": PUBLIC,
    "transparency.place_json": PUBLIC,
    "transparency.search": PUBLIC,
}
