"""The question page of the desk and service that a citizen means, drawn once or with answers."""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask_wtf.csrf import generate_csrf

from portal.organisation.places.catalogue import PosterState
from portal.organisation.posters.rateable import DeskInBrief, PosterRetired, RateableDesk
from portal.rating.questionnaire.directory import DeskDirectory, DeskEntry
from portal.rating.questionnaire.extension_state import rating_state
from portal.rating.questionnaire.forms import Questionnaire, QuestionnaireForm, questionnaire_of
from portal.rating.questionnaire.page_with_placeholders import PageWithPlaceholders, fixed_page
from portal.rating.questionnaire.profile_forms import PROFILE
from portal.rating.questionnaire.questions import QUESTIONS
from portal.survey.elements import Element
from portal.web.delivery import accepted_encoding
from portal.web.extensions import db
from portal.web.formatting import language

HOLE = "portal-hole-7f3a"
KEY_BYTES = 16
KEY_CHARACTERS = range(16, 65)


@dataclass(frozen=True, slots=True)
class FormMessage:
    """Why a form was not taken although its answers are fine."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a form that was not taken keeps, and what has to be done about it."""

    values: Mapping[str, str] = field(default_factory=dict)
    better: frozenset[str] = frozenset()
    problems: tuple[tuple[str, str], ...] = ()
    message: FormMessage | None = None

    @property
    def is_open(self) -> bool:
        """Whether the part that may be skipped holds something to see."""
        skippable = ("officer", "comment", "watched", *map(str, PROFILE))
        return bool(self.better) or any(self.values.get(name) for name in skippable)

    def error_of(self, anchor: str) -> str | None:
        """Return the message about the field with ``anchor``, or None."""
        return dict(self.problems).get(anchor)


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One question as the page shows it."""

    name: str
    number: int
    total: int
    text: Any
    answers: tuple[Any, ...]
    reason: Any
    may_skip: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class FormPageOptions:
    """What differs between the ways in: where "not this desk?" leads, what is asked besides.

    ``carries_desk`` lets the form name its desk, where the address does not. ``form`` and
    ``services`` are the templates of the two pages, ``thanks`` the endpoint after them.
    """

    wrong_url: str
    address_query: str = ""
    asks_watched: bool = False
    carries_desk: bool = False
    officer_label: str = "name"
    form: str = "rating/questionnaire/form.html"
    services: str = "rating/questionnaire/service.html"
    thanks: str = "rating.thanks"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What every form carries unseen: the token against forgery and the idempotency key."""

    token: str
    key: str


def draft_of(form: QuestionnaireForm, *, message: FormMessage | None = None) -> FilledForm:
    """Return what ``form`` holds, to be shown again."""
    names = [
        *map(str, form.questionnaire.elements),
        "officer",
        "comment",
        "watched",
        *map(str, PROFILE),
    ]
    return FilledForm(
        values={name: str(form[name].data) for name in names if form[name].data},
        better=frozenset(form.better.data or ()),
        problems=tuple(form.problems()),
        message=message,
    )


def fresh_page(
    directory: DeskDirectory,
    entry: DeskEntry,
    *,
    questionnaire: Questionnaire,
    options: FormPageOptions,
) -> Response:
    """Return the empty form from its fixed part, with a token and key of its own."""
    name = (
        questionnaire.service.id,
        language(),
        options,
        questionnaire.may_skip,
        questionnaire.month,
    )
    page = directory.page(entry, name, draw=lambda: _drawn(questionnaire, options))
    return filled(page, generate_csrf().encode(), new_key().encode())


def filled(page: PageWithPlaceholders, *fills: bytes) -> Response:
    """Return ``page`` with its placeholders filled, in the encoding the browser takes."""
    encoding = accepted_encoding()
    response = Response(page.body(*fills, encoding=encoding))
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    return response


def kept_page(draft: FilledForm, *, questionnaire: Questionnaire, options: FormPageOptions) -> str:
    """Return the form with what was sent, under the same key."""
    key = sent_key() or new_key()
    return _rendered(
        draft, questionnaire=questionnaire, options=options, hidden=Hidden(generate_csrf(), key)
    )


def new_key() -> str:
    """Return a fresh idempotency key."""
    return secrets.token_urlsafe(KEY_BYTES)


def sent_key() -> str | None:
    """Return the idempotency key of the form that was sent, or None when it has none."""
    key = request.form.get("key", "")
    return key if len(key) in KEY_CHARACTERS else None


def _drawn(questionnaire: Questionnaire, options: FormPageOptions) -> PageWithPlaceholders:
    page = _rendered(
        FilledForm(), questionnaire=questionnaire, options=options, hidden=Hidden(HOLE, HOLE)
    )
    return fixed_page(page, hole=HOLE)


def _rendered(
    draft: FilledForm, *, questionnaire: Questionnaire, options: FormPageOptions, hidden: Hidden
) -> str:
    return render_template(
        options.form,
        questionnaire=questionnaire,
        draft=draft,
        hidden=hidden,
        lines=lines_of(questionnaire, draft),
        officers=officers_of(questionnaire, options.officer_label),
        profile=PROFILE,
        wrong_url=options.wrong_url,
        address_query=options.address_query,
        asks_watched=options.asks_watched,
        carries_desk=options.carries_desk,
    )


def lines_of(questionnaire: Questionnaire, draft: FilledForm) -> list[ChoiceLine]:
    """Return the questions in order, with the mistakes of ``draft``."""
    return [
        _line(questionnaire, element, number=number, error=draft.error_of(f"{element}-1"))
        for number, element in enumerate(questionnaire.elements, start=1)
    ]


def _line(
    questionnaire: Questionnaire, element: Element, *, number: int, error: str | None
) -> ChoiceLine:
    question = QUESTIONS[element]
    return ChoiceLine(
        name=str(element),
        number=number,
        total=len(questionnaire.elements),
        text=question.text,
        answers=question.answers,
        reason=question.reason,
        may_skip=element in questionnaire.may_skip,
        error=error,
    )


def officers_of(questionnaire: Questionnaire, label: str) -> list[tuple[int, str]]:
    """Return (number, badge) of the officers who can be picked; ``label`` is name or number.

    Where two have the same name their badge numbers tell them apart.
    """
    officers = questionnaire.desk.officers
    if label == "number":
        return sorted(((one.id, one.badge_number) for one in officers), key=lambda pair: pair[1])
    named = Counter(one.badge_name.casefold() for one in officers)
    return [
        (
            one.id,
            f"{one.badge_name} ({one.badge_number})"
            if named[one.badge_name.casefold()] > 1
            else one.badge_name,
        )
        for one in officers
    ]


GONE = 410


def looked_up(code: str, now: datetime) -> DeskEntry:
    """Return what an address points to today."""
    return rating_state().directory.desk(db.session(), code, on=rating_state().today(now), now=now)


def rateable(entry: DeskEntry) -> RateableDesk:
    """Return the desk behind an address; end the request with a page that says why not."""
    found = entry.found
    if found is None:
        abort(make_response(render_template("rating/questionnaire/unknown.html"), 404))
    if isinstance(found, PosterRetired):
        is_rotated = found.state is PosterState.ROTATED and not found.desk.is_retired(entry.on)
        reason = "retired" if found.desk.is_retired(entry.on) else "revoked"
        abort(gone(found.desk, reason="rotated" if is_rotated else reason))
    if found.is_retired:
        abort(gone(found.desk, reason="retired"))
    if not found.services:
        abort(gone(found.desk, reason="closed"))
    return found


def gone(desk: DeskInBrief, *, reason: str) -> Response:
    """Return the page of a code or desk that takes no rating: retired, rotated, revoked, closed."""
    return make_response(
        render_template("rating/questionnaire/gone.html", desk=desk, reason=reason), GONE
    )


def chosen(desk: RateableDesk, *, now: datetime) -> Questionnaire | None:
    """Return what is asked for the service that was chosen, or None while it is not clear."""
    code = request.form.get("service") or request.args.get("service")
    services = [one for one in desk.services if code in {None, one.code}]
    if len(services) != 1:
        return None
    return questionnaire_of(
        desk, services[0], may_skip=rating_state().may_skip(now), month=rating_state().month(now)
    )


def which_service(desk: RateableDesk, *, options: FormPageOptions) -> Response:
    """Return the question for which of a desk's services one came."""
    page = render_template(
        options.services,
        desk=desk.desk,
        services=desk.services,
        wrong_url=options.wrong_url,
        address_query=options.address_query,
    )
    return make_response(page)
