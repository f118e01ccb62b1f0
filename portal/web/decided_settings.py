"""The operator's settings with what the city decided on its page, as known a moment ago.

Commands and pages read one object. A process learns of a decision that another one took within
``LIFE_SECONDS``; without the database the last known settings stay.
"""

import logging
import time
from collections.abc import Callable, Mapping

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.settings import InvalidSetting, Settings

log = logging.getLogger(__name__)
LIFE_SECONDS = 20.0
ReadChoices = Callable[[Session], Mapping[str, str]]


class DecidedSettings:
    """The settings in force in this process.

    :ivar known: the settings as they were when they were last read.
    :ivar names: the settings that the city decided on its page.
    """

    def __init__(self, operator: Settings) -> None:
        self.operator = operator
        self.known = operator
        self.names: frozenset[str] = frozenset()
        self._read_choices: ReadChoices | None = None
        self._read_at: float | None = None

    def register(self, read: ReadChoices) -> None:
        """Have the decisions read by ``read``, which finds the value of each setting's name."""
        self._read_choices = read

    def forget(self) -> None:
        """Read the decisions anew when they are next asked for."""
        self._read_at = None

    @property
    def is_unread(self) -> bool:
        """Whether this process has not asked for the decisions yet, or a new one was taken."""
        return self._read_at is None

    @property
    def is_old(self) -> bool:
        """Whether another process may have decided something since."""
        return self._read_at is None or time.monotonic() - self._read_at > LIFE_SECONDS

    def read(self, engine: Engine) -> None:
        """Ask the database for the decisions; what cannot be read or used changes nothing."""
        self._read_at = time.monotonic()
        if self._read_choices is None:
            return
        try:
            with Session(engine) as session:
                choices = self._read_choices(session)
            self.known = self.operator.with_choices(choices) if choices else self.operator
            self.names = frozenset(choices)
        except SQLAlchemyError as error:
            log.info("decided settings not read: kind=%s", type(error).__name__)
        except InvalidSetting:
            log.exception("a decided setting cannot be used")
