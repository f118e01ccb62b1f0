"""The portal under a clock that a test moves: it stands in the file ``SHOWN_IN``."""

import os
from pathlib import Path
from unittest import mock

from portal.time import clock
from tests.browser.moved_clock import MovedClock
from wsgi import app

__all__ = ["app"]
mock.patch.object(clock, "now", MovedClock(Path(os.environ["SHOWN_IN"])).now).start()
