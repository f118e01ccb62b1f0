"""gunicorn and the flask command start here."""

from portal.app import create_app

app = create_app()
