"""Connections to PostgreSQL that give up by themselves.

A server that is frozen, or a machine behind a cable that was pulled, keeps no time limit of its
own. So the client waits for each answer with a deadline; afterwards the connection is closed.
"""

from typing import Any

from psycopg import Connection, OperationalError
from psycopg.pq import TransactionStatus

from portal.storage import waiting as limits
from portal.storage.waiting import WaitLimits


class AnswerOverdue(OperationalError):
    """The server did not answer a statement in time; whether it was carried out is unknown."""


class PatientConnection(Connection[Any]):
    """A connection whose every wait for the server has a deadline."""

    answer_seconds: float = limits.REQUEST.answer

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Return what the server answers.

        :param timeout: seconds; None for those of the connection's limits.
        :raises AnswerOverdue: when it does not answer in time; the connection is closed.
        """
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.answer_seconds)
        except OperationalError as error:
            # A statement that is still running after an error can only be left behind.
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()
            raise AnswerOverdue("the server does not answer") from error


def connection_options() -> dict[str, Any]:
    """Return the options by which a connection notices that its server's machine is gone."""
    return {
        "connect_timeout": limits.CONNECT_SECONDS,
        "keepalives": 1,
        "keepalives_idle": limits.KEEPALIVE_IDLE_SECONDS,
        "keepalives_interval": limits.KEEPALIVE_INTERVAL_SECONDS,
        "keepalives_count": limits.KEEPALIVE_PROBES,
        "tcp_user_timeout": limits.UNACKNOWLEDGED_SECONDS * 1000,
    }


def connect(chosen: WaitLimits, *, words: list[Any], options: dict[str, Any]) -> PatientConnection:
    """Open a connection with the limits ``chosen``; what an operator's URL sets stays set.

    :raises AnswerOverdue: at once when the request at work has waited in vain before.
    """
    if chosen is limits.GAVE_UP:
        raise AnswerOverdue("the server did not answer this request before")
    own = [f"-c {name}={value}" for name, value in _settings(chosen).items()]
    kept = [options["options"]] if options.get("options") else []
    options = {**options, "options": " ".join([*own, *kept])}
    connection = PatientConnection.connect(*words, **options)
    connection.answer_seconds = chosen.answer
    return connection


def change_limits(connection: PatientConnection, chosen: WaitLimits) -> None:
    """Give an open connection other limits, for as long as it is open."""
    connection.answer_seconds = chosen.answer
    statements = [f"SET {name} = {value}" for name, value in _settings(chosen).items()]
    connection.execute("; ".join(statements).encode())
    connection.commit()


def _settings(chosen: WaitLimits) -> dict[str, int]:
    """Return PostgreSQL's settings, in milliseconds."""
    return {
        "statement_timeout": int(chosen.statement * 1000),
        "lock_timeout": int(chosen.lock * 1000),
        "idle_in_transaction_session_timeout": int(chosen.idle_in_transaction * 1000),
    }
