"""The yardstick: a bare Flask app with one Flask-WTF form of ten fields and one Core insert.

Nothing of the portal; durable commits on both databases.
"""

import os
import sqlite3
from typing import Any

from flask import Flask, redirect, render_template
from flask_wtf import FlaskForm
from jinja2 import DictLoader
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, event, insert
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

FIELDS = tuple(f"field_{number}" for number in range(1, 11))
PAGE = """<!doctype html><title>Yardstick</title>
<form method="post">{{ form.csrf_token }}
{% for name in names %}<p>{{ form[name].label }} {{ form[name] }}</p>{% endfor %}
<button>Send</button></form>"""
THANKS = "<!doctype html><title>Yardstick</title><p>Thank you.</p>"

metadata = MetaData()
answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in FIELDS),
)


class TenFields(FlaskForm):
    """Ten whole numbers from 1 to 4."""


for _name in FIELDS:
    setattr(TenFields, _name, IntegerField(validators=[InputRequired(), NumberRange(1, 4)]))


@event.listens_for(Engine, "connect")
def make_durable(connection: Any, record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA busy_timeout = 10000")


def create_app() -> Flask:
    """Build the yardstick on the database that DATABASE_URL names."""
    app = Flask(__name__)
    app.secret_key = "yardstick"
    app.jinja_loader = DictLoader({"form.html": PAGE})
    engine = create_engine(os.environ["DATABASE_URL"])
    metadata.create_all(engine)
    engine.dispose()

    @app.route("/", methods=["GET", "POST"])
    def form() -> Response | str:
        form = TenFields()
        if form.validate_on_submit():
            with engine.begin() as connection:
                row = {name: form[name].data for name in FIELDS}
                connection.execute(insert(answers).values(row))
            return redirect("/thanks", 303)
        return render_template("form.html", form=form, names=FIELDS)

    @app.get("/thanks")
    def thanks() -> str:
        return THANKS

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    return app
