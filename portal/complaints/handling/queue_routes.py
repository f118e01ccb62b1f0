"""The staff's queue of complaints, and one complaint with what belongs to it."""

from datetime import date
from operator import attrgetter
from urllib.parse import urlencode

from flask import render_template, request, url_for
from wtforms.fields.choices import SelectChoice

from portal.complaints.handling.answering import Addressee, may_be_passed_on
from portal.complaints.handling.forms import QueueForm, cursor_from
from portal.complaints.handling.queries import (
    Cursor,
    QueuePage,
    next_in_queue,
    overdue_count,
    queue_page,
)
from portal.complaints.intake.kinds import (
    HIDING_REASONS,
    PASSING_REASONS,
    REASONS,
    TRANSITIONS,
    State,
    TextDecision,
)
from portal.complaints.intake.labels import choices, reasons_among
from portal.complaints.intake.personal_data import passages, redacted
from portal.complaints.intake.queries import (
    ComplaintDetail,
    near_candidates,
    running_claim,
    visible_members,
)
from portal.complaints.intake.scope_queries import Scope
from portal.complaints.intake.visible_scope import (
    blueprint,
    catalogue,
    former_names,
    handler_name,
    item_to_handle,
    note_look,
    own_scope,
    reach_of,
)
from portal.organisation.places.catalogue import Catalogue
from portal.storage.texts.cleaning import is_near
from portal.web.access import Role, Staff, requires
from portal.web.extensions import db, moment, today, vault

MODERATORS = (Role.MODERATOR, Role.ADMINISTRATOR)
HANDLERS = (*MODERATORS, Role.AGENCY_HEAD)
MARK = "[...]"


@blueprint.get("/admin/complaints")
@requires(*HANDLERS, Role.AUDITOR)
def queue() -> str:
    """Show what waits, the earliest promised day first."""
    staff, scope = own_scope()
    found = catalogue()
    form = QueueForm(request.args)
    form.agency.choices = agency_choices(found)
    page = _page(form, scope, found=found)
    return render_template(
        "complaints/handling/queue.html",
        form=form,
        page=page,
        found=found,
        today=today(),
        overdue=overdue_count(db.session(), scope, today=today()),
        next_url=_next_url(page.following),
        is_filtered=bool(request.args),
        staff_may_read=staff.has(*HANDLERS),
    )


def _page(form: QueueForm, scope: Scope, *, found: Catalogue) -> QueuePage:
    codes = {agency.code: agency.id for agency in found.agencies.values()}
    return queue_page(
        db.session(),
        scope,
        wanted=form.to_filter(codes),
        now=moment(),
        today=today(),
        after=cursor_from(request.args.get("after")),
    )


def agency_choices(found: Catalogue) -> list[SelectChoice]:
    """Return all agencies by name as the options of a filter."""
    agencies = sorted(found.agencies.values(), key=lambda agency: agency.name)
    return [SelectChoice("", "-"), *(SelectChoice(found.code, found.name) for found in agencies)]


def _next_url(cursor: Cursor | None) -> str | None:
    """Return the address of the next page with the same filter."""
    if cursor is None:
        return None
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    after = f"{cursor.promised_on.isoformat()}.{cursor.complaint_id}"
    return f"{url_for('complaints.queue')}?{urlencode([*kept, ('after', after)])}"


@blueprint.get("/admin/complaints/<int(max=2147483647):complaint_id>")
@requires(*HANDLERS)
def item(complaint_id: int) -> str:
    """Show one item with its text; the look is written to the audit log."""
    staff, found = item_to_handle(complaint_id)
    note_look(found)
    return render_template("complaints/handling/item.html", staff=staff, **item_context(found))


def item_context(found: ComplaintDetail, **extra: object) -> dict[str, object]:
    """Return what the item's page shows: the words, what may be personal, what is possible."""
    text = vault().unlock(found.locked_text) if found.locked_text else None
    staff, scope = own_scope()
    session, places = db.session(), catalogue()
    grouped = visible_members(session, found.complaint_id, scope=scope)
    context: dict[str, object] = {
        "given": None,
        "item": found,
        "text": text,
        "marked": _marked(text or ""),
        "preview": redacted(text or "", mark=MARK),
        "messages": [(line, vault().unlock(line.locked_text)) for line in found.messages],
        "appeal_text": _appeal_text(found),
        "near": _near(found, scope, grouped=grouped),
        "grouped": grouped,
        "claimed_by": running_claim(session, found.complaint_id, now=moment()),
        "handler": handler_name(found, places),
        "units": _units(places, found.agency_id),
        "others": others_in_service(places, than=found.agency_id),
        "place_names": _names(places),
        "former": former_names(found, places),
        "own_unit": _own_unit(found, places),
        "is_moderator": staff.has(*MODERATORS),
        "proposed": _proposed(found, text or ""),
        "next_id": next_in_queue(session, scope, after=_place_in_queue(found)),
        "place": places.agencies[found.agency_id].name,
        "desk": places.name_in_agency(places.desks[found.desk_id]) if found.desk_id else None,
        "moves": _moves(found.state),
        "reasons": reasons_among(HIDING_REASONS),
        "passing_reasons": reasons_among(PASSING_REASONS),
        "can_pass_on": may_be_passed_on(found.state, found.queue),
        "decisions": choices("decision")[1:],
        "themes": choices("theme"),
        "queues": choices("queue"),
        "can_answer": State.ANSWERED in TRANSITIONS[found.state],
        "today": today(),
        "refusal": None,
    }
    return context | extra


def _place_in_queue(found: ComplaintDetail) -> Cursor:
    """Return an item's place in the queue; one without a promised day stands before the first."""
    if found.promised_on is None:
        return Cursor(promised_on=date.min, complaint_id=0)
    return Cursor(promised_on=found.promised_on, complaint_id=found.complaint_id)


def _proposed(found: ComplaintDetail, text: str) -> str:
    """Return which decision the form offers first: never to show what is likely personal."""
    if found.decision is not TextDecision.UNDECIDED:
        return str(found.decision)
    if not found.may_publish:
        return str(TextDecision.INTERNAL)
    return str(TextDecision.REDACTED if passages(text) else TextDecision.PUBLISHED)


def _near(found: ComplaintDetail, scope: Scope, *, grouped: tuple[int, ...]) -> list[int]:
    """Return the numbers of items that say much the same and are not grouped with it yet."""
    candidates = near_candidates(db.session(), found, scope=scope)
    return [
        number
        for number, signature in candidates
        if number not in grouped and is_near(signature, found.signature)
    ]


def _units(places: Catalogue, agency_id: int) -> list[tuple[str, str]]:
    """Return (code, name) of the agency's units in service, in order of name."""
    own = [unit for unit in places.units.values() if unit.agency_id == agency_id]
    here = sorted((each for each in own if not each.is_retired(places.on)), key=attrgetter("name"))
    return [(unit.code, unit.name) for unit in here]


def _names(places: Catalogue) -> dict[str, str]:
    """Return the names of units and agencies, by how the history writes them."""
    units = {f"unit:{unit.id}": places.full_name(unit) for unit in places.units.values()}
    return units | {f"agency:{agency.id}": agency.name for agency in places.agencies.values()}


def _own_unit(found: ComplaintDetail, places: Catalogue) -> str:
    """Return the code of the unit that deals with it, or else of the desk's own unit."""
    desk_unit_id = places.desks[found.desk_id].unit_id if found.desk_id else None
    unit_id = found.unit_id or desk_unit_id
    return places.units[unit_id].code if unit_id else ""


def _moves(state: State) -> list[tuple[State, list[str]]]:
    """Return where an item can go from ``state`` by a button, with the reasons each needs."""
    reached = sorted(TRANSITIONS[state] - {State.ANSWERED, State.REOPENED})
    return [(to, sorted(map(str, REASONS.get(to, ())))) for to in reached]


def _marked(text: str) -> list[tuple[str, str | None]]:
    """Return ``text`` in pieces, each with what it may be personally (None: nothing)."""
    pieces: list[tuple[str, str | None]] = []
    position = 0
    for passage in passages(text):
        pieces.append((text[position : passage.start], None))
        pieces.append((text[passage.start : passage.end], str(passage.kind)))
        position = passage.end
    return [*pieces, (text[position:], None)]


def _appeal_text(found: ComplaintDetail) -> str | None:
    appeal = found.appeal
    return vault().unlock(appeal.locked_text) if appeal and appeal.locked_text else None


def others_in_service(places: Catalogue, *, than: int) -> list[tuple[str, str]]:
    """Return (word, name) of every other agency in service and its units, by name.

    :param than: the agency that is left out, with its units.
    """
    agencies = [each for each in places.agencies.values() if not each.is_retired(places.on)]
    units = sorted(places.units.values(), key=attrgetter("name"))
    options: list[tuple[str, str]] = []
    for agency in sorted(agencies, key=attrgetter("name")):
        if agency.id == than:
            continue
        options.append((f"agency:{agency.code}", agency.name))
        options += [
            (f"unit:{unit.code}", places.full_name(unit))
            for unit in units
            if unit.agency_id == agency.id and not unit.is_retired(places.on)
        ]
    return options


def addressee_named(word: str, places: Catalogue) -> Addressee | None:
    """Return the agency or unit in service that a ``word`` of the list stands for, or None."""
    kind, _, code = word.partition(":")
    agency, unit = places.agencies_by_code.get(code), places.units_by_code.get(code)
    if kind == "agency" and agency is not None and not agency.is_retired(places.on):
        return Addressee(agency.id)
    if kind == "unit" and unit is not None and not unit.is_retired(places.on):
        return Addressee(unit.agency_id, unit.id)
    return None


def overdue_for(staff: Staff) -> int:
    """Return how many items are past their promised day, among those that ``staff`` may see."""
    return overdue_count(db.session(), reach_of(db.session(), staff), today=today())
