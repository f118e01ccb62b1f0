"""gunicorn and the flask command start here."""

import sys

from portal.app import create_app
from portal.settings import InvalidSetting

try:
    app = create_app()
except InvalidSetting as error:
    sys.exit(f"Suara Loket cannot start: {error}")
