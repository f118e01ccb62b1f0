"""Puts the pages on which evidence is taken away into the app.

They belong to the blueprint of work, which is registered after this module was imported.
"""

from flask import Flask

from portal.evaluation.removals import routes

PAGES = (routes,)


def install_removals(app: Flask) -> None:
    """Do nothing: importing the pages was enough."""
