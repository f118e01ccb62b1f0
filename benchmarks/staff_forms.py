"""Processor time of staff forms, asked for and sent, against the bare form of the yardstick.

Both apps answer in this process, on a SQLite file each with durable commits: what a server adds
is the same for both and left out, so the ratios are larger than they are behind one.
"""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median
from unittest.mock import patch

from flask import Flask, redirect, render_template
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from benchmarks import yardstick
from benchmarks.context import Context
from benchmarks.ratio import Ratio, paired
from portal.app import create_app
from portal.evaluation.rules.states import PlanState
from portal.settings import Settings
from portal.storage.database import begin_write
from portal.web.access import Role, requires
from portal.web.extensions import db, record_act
from tests.factories.plans import make_plan, make_plan_scene
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.evaluation.forms import fields_of

NOW = datetime(2026, 5, 12, 3, tzinfo=UTC)
BARE = "/admin/bare-form"
ACTIVITIES = "/admin/performance/activities"
REVIEW = "/admin/performance/plans/1/quarters/1/review"
PAGE = """{% extends "evaluation/layout.html" %}{% block title %}Form{% endblock %}
{% block content %}<form id="form" method="post">{{ form.csrf_token }}{{ form.text.label }}
{{ form.text() }}<button>Send</button></form>{% endblock %}"""
TIMES = 12
# Asks for a form, sends it, and returns the seconds of processor time that both took.
Act = Callable[[], float]


class OneField(FlaskForm):
    """One text."""

    text = StringField("Text", validators=[InputRequired()])


@requires(*Role)
def bare_form() -> str | Response:
    """Show one field to staff; what is sent leaves an entry in the audit log and nothing else."""
    form = OneField()
    if form.validate_on_submit():
        begin_write(db.session())
        record_act("benchmark.form", "benchmark:1")
        db.session.commit()
        return redirect(BARE)
    return render_template("bare-form.html", form=form)


def measure(context: Context) -> list[Ratio]:
    """Look at each form and at the yardstick in turn."""
    with ExitStack() as stack:
        stack.enter_context(patch("portal.time.clock.now", lambda: NOW))
        acts = forms(context)
        bare = yardstick_act(context)
        return [
            compared(name, act, bare, bound=bound, rounds=max(context.rounds, 5))
            for name, act, bound in acts
        ]


def forms(context: Context) -> list[tuple[str, Act, float]]:
    """Make a portal with a plan that runs, and its people's browsers."""
    environ = {
        "PORTAL_INSTANCE_DIR": str(context.new_folder("forms")),
        "PORTAL_DATABASE_URL": context.new_database("sqlite"),
        "PORTAL_DEMO": "0",
    }
    app = create_app(Settings.from_env(environ))
    app.jinja_loader = ChoiceLoader([DictLoader({"bare-form.html": PAGE}), app.jinja_loader])
    app.add_url_rule(BARE, view_func=bare_form, methods=["GET", "POST"])
    with app.app_context():
        upgrade()
        scene = make_plan_scene(db.session())
        make_plan(db.session(), scene, state=PlanState.RUNNING)
    person = browser(app, scene.person, agency_id=scene.agency_id)
    superior = browser(app, scene.superior, agency_id=scene.agency_id)
    entry = {"text": "Verifikasi 34 berkas", "done_on": NOW.date().isoformat()}
    review = {"strengths": "Teliti", "advice": "Teruskan", "act": "keep"}
    return [
        ("the empty audited staff form", asked_and_sent(person, BARE, text="x"), 1.5),
        ("an appraiser's quarter form", asked_and_sent(superior, REVIEW, **review), 4.0),
        ("an activity entry", asked_and_sent(person, ACTIVITIES, **entry), 2.5),
    ]


def browser(app: Flask, person: int, *, agency_id: int) -> FlaskClient:
    return signed_in(app, Role.OFFICER, officer_id=person, agency_id=agency_id).client


def asked_and_sent(client: FlaskClient, address: str, **typed: str) -> Act:
    """Return what opens a form, sends it and returns the processor time of both answers."""

    def act() -> float:
        page, opened = timed(lambda: client.get(address))
        if page.status_code != 200:
            raise RuntimeError(f"{address} answered {page.status_code}: {page.text[-2000:]}")
        filled = fields_of(page.text) | typed
        answer, sent = timed(lambda: client.post(address, data=filled))
        if answer.status_code not in {302, 303}:
            raise RuntimeError(f"{address} answered {answer.status_code}: {answer.text[-2000:]}")
        return opened + sent

    return act


def yardstick_act(context: Context) -> Act:
    """Return the same of the yardstick's bare form."""
    file = context.new_folder("yardstick") / "yardstick.db"
    # The portal in this process opens no file that is not there.
    file.touch()
    with patch.dict(os.environ, {"DATABASE_URL": f"sqlite:///{file}"}):
        client = yardstick.create_app().test_client()
    filled = dict.fromkeys(yardstick.FIELDS, "3")

    def act() -> float:
        page, opened = timed(lambda: client.get("/"))
        typed = filled | hidden_fields(page.text)
        answer, sent = timed(lambda: client.post("/", data=typed))
        if answer.status_code != 303:
            raise RuntimeError(f"the yardstick answered {answer.status_code}")
        return opened + sent

    return act


def timed(ask: Callable[[], TestResponse]) -> tuple[TestResponse, float]:
    began = time.process_time()
    answer = ask()
    return answer, time.process_time() - began


def compared(name: str, ours: Act, theirs: Act, *, bound: float, rounds: int) -> Ratio:
    """Return the processor time of one act against the other's, measured in turns."""
    for act in (ours, theirs):
        act()
    pairs = [
        (median(ours() for _ in range(TIMES)), median(theirs() for _ in range(TIMES)))
        for _ in range(rounds)
    ]
    mine, bare = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    detail = {"form ms": round(1000 * median(mine), 2), "bare ms": round(1000 * median(bare), 2)}
    about = f"processor time of {name}, asked for and sent, against the yardstick"
    return Ratio(about, paired(mine, bare), bound, detail=detail)
