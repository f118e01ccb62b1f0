"""The scratch database of the attack waits as long as a command may."""

from sqlalchemy import Engine, text

from portal.privacy_audit.scratch import scratch_database
from portal.storage.waiting import COMMAND

IDLE = text("SELECT current_setting('idle_in_transaction_session_timeout')::interval")


def test_an_attack_may_compute_as_long_as_a_command(installed: Engine) -> None:
    with scratch_database(installed) as engine, engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            allowed = connection.scalar(IDLE).total_seconds()
            assert allowed == COMMAND.idle_in_transaction
        assert connection.scalar(text("SELECT count(*) FROM ballot")) == 0
