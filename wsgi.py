"""gunicorn and the flask command start here."""

import os
import sys

from portal.app import check_before_serving, create_app
from portal.settings import InvalidSetting, Settings
from portal.storage.database_meant import check_database_is_meant
from portal.storage.failures import kind_of_failure
from portal.web.logs import configure_logs
from portal.web.one_process import LimitsNotShared, claim_limits

# With this code a worker of gunicorn ends its server; with any other it would be started again.
CANNOT_START = 3

try:
    check_database_is_meant(os.environ)
    settings = Settings.from_env()
    configure_logs(settings.log_format, classify=kind_of_failure)
    app = create_app(settings)
    check_before_serving(app)
    claim_limits(settings)
except InvalidSetting as error:
    sys.exit(f"Suara Loket cannot start: {error}")
except LimitsNotShared as error:
    sys.stderr.write(f"Suara Loket cannot start: {error}\n")
    sys.exit(CANNOT_START)
