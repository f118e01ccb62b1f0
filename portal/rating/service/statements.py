"""The statements that take a rating in: on PostgreSQL one, on SQLite the same in three steps.

Each step happens only where the one before it did, and the first only while the key that the
rating is sealed to is still current: no rating arrives under a key that the mix has closed,
and a ticket is never spent without its rating.
"""

from collections.abc import Mapping

from sqlalchemy import Date, TextClause, bindparam, text

KEY_IS_CURRENT = "EXISTS (SELECT 1 FROM inbox_key WHERE id = :key_id AND state = 'current')"
IS_NEW = "NOT EXISTS (SELECT 1 FROM accepted_submission WHERE key_hash = :key_hash)"

SPEND_TICKET = f"""
UPDATE ticket SET is_spent = TRUE
WHERE code_hash = :ticket_hash AND NOT is_spent AND expires_on >= :today
AND (desk_id = :desk_id OR service_id = :service_id OR agency_id = :agency_id)
AND {KEY_IS_CURRENT} AND {IS_NEW}
"""  # noqa: S608 - put together from the constants above, without anything from outside
SPEND_GRANT = f"""
INSERT INTO accepted_submission (key_hash, expires_on) SELECT :grant_hash, :expires_on
WHERE {KEY_IS_CURRENT} AND {IS_NEW} ON CONFLICT DO NOTHING
"""
ACCEPT = "INSERT INTO accepted_submission (key_hash, expires_on) SELECT :key_hash, :expires_on"
ACCEPT_NEW = f"{ACCEPT} WHERE {KEY_IS_CURRENT} ON CONFLICT DO NOTHING"
STORE = """
INSERT INTO sealed_rating (token, key_id, desk_id, channel, ciphertext)
SELECT :token, :key_id, :desk_id, :channel, :ciphertext
"""


def _typed(statement: str) -> TextClause:
    dates = [name for name in ("today", "expires_on") if f":{name}" in statement]
    return text(statement).bindparams(*(bindparam(name, type_=Date) for name in dates))


def _one_statement(spend: str | None) -> TextClause:
    if spend is None:
        steps = f"WITH accepted AS ({ACCEPT_NEW} RETURNING 1)"
    else:
        steps = (
            f"WITH spent AS ({spend} RETURNING 1), accepted AS ({ACCEPT} FROM spent RETURNING 1)"
        )
    return _typed(f"{steps} {STORE} FROM accepted")


def _steps(spend: str | None) -> tuple[TextClause, ...]:
    first = (ACCEPT_NEW,) if spend is None else (spend, ACCEPT)
    return tuple(map(_typed, (*first, STORE)))


OPEN, TICKET, GRANT = None, SPEND_TICKET, SPEND_GRANT
STEPS: Mapping[str, Mapping[str | None, tuple[TextClause, ...]]] = {
    "postgresql": {spend: (_one_statement(spend),) for spend in (OPEN, TICKET, GRANT)},
    "sqlite": {spend: _steps(spend) for spend in (OPEN, TICKET, GRANT)},
}
