"""Puts the pages of a year on the blueprint of evaluations, and its parts on the first screen."""

from flask import Flask

from portal.evaluation.plans.first_screen import ScreenPart, add_screen_part
from portal.evaluation.yearly import course_routes, result_routes, unit_routes, year_routes
from portal.evaluation.yearly.earlier_years import earlier_years_on_screen
from portal.evaluation.yearly.screen import appraisals_on_screen

PAGES = (course_routes, result_routes, unit_routes, year_routes)


def install_yearly(app: Flask) -> None:
    """Show what waits and what was decided; loaded pages are on the blueprint of evaluations."""
    for template, values in (
        ("on_screen.html", appraisals_on_screen),
        ("earlier_on_screen.html", earlier_years_on_screen),
    ):
        add_screen_part(app, ScreenPart(f"evaluation/appraisals/{template}", values))
