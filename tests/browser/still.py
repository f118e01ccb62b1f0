"""The portal at a moment of a test's choice: its clock stands still at ``STANDS_AT``."""

import os
from datetime import datetime
from unittest import mock

from portal.time import clock
from wsgi import app

__all__ = ["app"]
MOMENT = datetime.fromisoformat(os.environ["STANDS_AT"])
mock.patch.object(clock, "now", return_value=MOMENT).start()
