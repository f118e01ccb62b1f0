"""The statements that take a rating in: on PostgreSQL one, on SQLite the same in three steps.

Each step happens only where the one before it did, and the first only while the key that the
rating is sealed to is still current: no rating arrives under a key that the mix has closed,
and a ticket is never spent without its rating.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, TextClause, bindparam, text

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
OPEN, TICKET, GRANT = None, SPEND_TICKET, SPEND_GRANT
# SQLite's driver takes these as they are: reading them anew took a third of the time of a ticket.
STEPS = {
    spend: (ACCEPT_NEW, STORE) if spend is None else (spend, ACCEPT, STORE)
    for spend in (OPEN, TICKET, GRANT)
}


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


ONE_STATEMENT = {spend: _one_statement(spend) for spend in (OPEN, TICKET, GRANT)}


def take_in(connection: Connection, spend: str | None, *, values: Mapping[str, Any]) -> bool:
    """Run the steps of a way in; False when the first found that it must not happen.

    :param spend: OPEN, TICKET or GRANT.
    """
    if connection.dialect.name != "sqlite":
        return bool(connection.execute(ONE_STATEMENT[spend], values).rowcount)
    plain = {name: _plain(value) for name, value in values.items()}
    return all(connection.exec_driver_sql(step, plain).rowcount for step in STEPS[spend])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
