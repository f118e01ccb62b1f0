"""gunicorn and the flask command start here."""

import sys

from portal.app import create_app
from portal.extensions import SETTINGS
from portal.security.one_process import LimitsNotShared, claim_limits
from portal.settings import InvalidSetting

# With this code a worker of gunicorn ends its server; with any other it would be started again.
CANNOT_START = 3

try:
    app = create_app()
    claim_limits(app.extensions[SETTINGS])
except InvalidSetting as error:
    sys.exit(f"Suara Loket cannot start: {error}")
except LimitsNotShared as error:
    sys.stderr.write(f"Suara Loket cannot start: {error}\n")
    sys.exit(CANNOT_START)
