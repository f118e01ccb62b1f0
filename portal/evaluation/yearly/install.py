"""Puts the pages of a year on the blueprint of evaluations, and what waits on the first screen."""

from flask import Flask

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.yearly import course_routes, result_routes, unit_routes, year_routes
from portal.evaluation.yearly.screen import appraisals_on_screen

PAGES = (course_routes, result_routes, unit_routes, year_routes)


def install_yearly(app: Flask) -> None:
    """Show what waits; the pages are on the blueprint of evaluations once they are loaded."""
    add_screen_part(app, ScreenPart("evaluation/appraisals/on_screen.html", appraisals_on_screen))
