"""`flask db`: Flask-Migrate's own commands, loaded when one of them is used."""

from flask_migrate.cli import db as group

__all__ = ["group"]
