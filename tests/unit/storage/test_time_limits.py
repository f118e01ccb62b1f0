"""A request waits once for a storage; commands and jobs wait for each statement."""

import pytest
from flask import Flask

from portal.storage.postgresql_limits import AnswerOverdue, connect
from portal.storage.waiting import COMMAND, GAVE_UP, REQUEST, acting_as, current_limits, give_up


@pytest.fixture
def app() -> Flask:
    return Flask(__name__)


def test_a_request_that_gave_up_waits_for_nothing_more(app: Flask) -> None:
    with app.test_request_context():
        assert current_limits() is REQUEST
        give_up()
        assert current_limits() is GAVE_UP
        with pytest.raises(AnswerOverdue):
            connect(current_limits(), words=[], options={})
    with app.test_request_context():
        assert current_limits() is REQUEST


def test_a_command_never_gives_up_for_the_next_one(app: Flask) -> None:
    with app.app_context(), acting_as(COMMAND):
        give_up()
        assert current_limits() is COMMAND


def test_a_request_that_works_as_a_command_keeps_its_limits(app: Flask) -> None:
    with app.test_request_context(), acting_as(COMMAND):
        give_up()
        assert current_limits() is COMMAND
