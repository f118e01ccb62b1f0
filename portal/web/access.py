"""Who may open a page: every view is marked once; a view without a mark is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, abort, current_app, redirect, request
from werkzeug.wrappers import Response

View = TypeVar("View", bound=Callable[..., Any])
AUTHENTICATOR = "portal_authenticator"


class Role(StrEnum):
    """What a member of staff is to the portal; a person may hold several."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    AGENCY_HEAD = "agency_head"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    AUDITOR = "auditor"
    #: Runs the cycles of the evaluation; decides nothing about a person.
    PERFORMANCE_OFFICE = "performance_office"
    #: Maintains people and reporting lines of one agency.
    PERFORMANCE_COORDINATOR = "performance_coordinator"
    MAYOR = "mayor"


# Who holds one of these works for the whole city; the other roles count for one agency.
CITY_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.MODERATOR, Role.AUDITOR, Role.PERFORMANCE_OFFICE, Role.MAYOR}
)
# Of these, the roles that reach every agency; the others have pages of their own.
EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.MODERATOR, Role.AUDITOR})


# An account may be called by its address; nobody else needs to know that.
UNNAMED = "Pengelola portal"


@dataclass(frozen=True, slots=True)
class Staff:
    """The signed-in member of staff, as far as other packages use them.

    ``agency_id`` limits heads, supervisors and officers to their own agency (None: the city);
    ``officer_id`` is the person's own record in the organisation.
    """

    account_id: int
    name: str
    roles: frozenset[Role]
    agency_id: int | None = None
    officer_id: int | None = None

    @property
    def signature(self) -> str:
        """The name that is put under what the public reads: never an address."""
        return UNNAMED if "@" in self.name else self.name

    def has(self, *roles: Role) -> bool:
        """Return whether the person holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def reaches(self, agency_id: int | None) -> bool:
        """Return whether a thing of this agency (None: of the city) is within the person's reach.

        Administrators, moderators and auditors reach every agency; the others reach their own
        and nothing of the city. Running the evaluation adds nothing to this.
        """
        if self.has(*EVERYWHERE):
            return True
        return agency_id is not None and agency_id == self.agency_id

    def is_officer(self, officer_id: int) -> bool:
        """Return whether the officer's record is the person's own."""
        return self.officer_id is not None and self.officer_id == officer_id


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open an endpoint; no roles means everybody."""

    roles: frozenset[Role] = frozenset()
    is_fresh: bool = False

    @property
    def is_public(self) -> bool:
        """Whether no sign-in is asked."""
        return not self.roles


@dataclass(frozen=True, slots=True)
class Act:
    """Something a member of staff did or looked at, for the audit log.

    ``subject`` names the thing by kind and code, such as ``desk:disdukcapil-2``; ``detail``
    holds plain values and never a citizen's words.
    """

    action: str
    subject: str
    detail: dict[str, str | int | None]


class Authenticator(Protocol):
    """What the accounts provide: who is signed in, how to sign in, where acts go."""

    def staff(self) -> Staff | None:
        """Return the signed-in person of this request, or None."""

    def is_fresh(self) -> bool:
        """Return whether the person proved themself within the last minutes."""

    def sign_in_url(self, *, fresh: bool) -> str:
        """Return where to sign in (again, when ``fresh``) before coming back here."""

    def keep_form(self) -> str | None:
        """Keep the form of a signed-in person that cannot be taken, and return its page."""

    def note_refusal(self) -> None:
        """Count that the signed-in person asked for a page that is not for them."""

    def record(self, act: Act) -> None:
        """Add ``act`` to the audit log within the current transaction."""


def public(view: View) -> View:
    """Mark ``view`` as open to everybody."""
    cast(Any, view).access = Access()
    return view


def requires(*roles: Role, fresh: bool = False) -> Callable[[View], View]:
    """Mark a view as open to ``roles`` only; ``fresh`` asks for a recent sign-in."""
    if not roles:
        raise ValueError("name at least one role")

    def mark(view: View) -> View:
        cast(Any, view).access = Access(roles=frozenset(roles), is_fresh=fresh)
        return view

    return mark


def leaves_no_trace(view: View) -> View:
    """Mark ``view``: opening or sending it changes no session, counts nothing and keeps no form."""
    cast(Any, view).leaves_no_trace = True
    return view


def is_traceless() -> bool:
    """Return whether the page of this request leaves no trace."""
    return is_untold(current_app, request.endpoint or "")


def is_untold(app: Flask, endpoint: str) -> bool:
    """Return whether nothing is counted or kept of who opens ``endpoint``."""
    return bool(getattr(app.view_functions.get(endpoint), "leaves_no_trace", False))


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return the mark of ``endpoint``, or None when it has none."""
    mark: Access | None = getattr(app.view_functions[endpoint], "access", None)
    return mark


def authenticator() -> Authenticator:
    """Return the accounts' authenticator of the running app."""
    return cast(Authenticator, current_app.extensions[AUTHENTICATOR])


def current_staff() -> Staff:
    """Return who is signed in; only for views marked with roles.

    :raises werkzeug.exceptions.Forbidden: when nobody is.
    """
    staff = authenticator().staff()
    if staff is None:
        abort(403)
    return staff


def require_reach(agency_id: int | None) -> Staff:
    """Return who is signed in, if a thing of this agency is within their reach.

    :raises werkzeug.exceptions.NotFound: when it is not within their reach, as if it did not exist.
    """
    staff = current_staff()
    if not staff.reaches(agency_id):
        abort(404)
    return staff


def kept_form_of_staff() -> str | None:
    """Keep a staff form whose token is too old; return the address of its page, else None."""
    access = access_of(current_app, request.endpoint) if request.endpoint else None
    return None if access is None or access.is_public else authenticator().keep_form()


def guard() -> Response | None:
    """Refuse the current request unless its view's mark lets the caller in."""
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(403)
    return None if access.is_public else _guard_staff(access)


def _guard_staff(access: Access) -> Response | None:
    staff = authenticator().staff()
    if staff is None:
        return redirect(authenticator().sign_in_url(fresh=False))
    if not staff.has(*access.roles):
        authenticator().note_refusal()
        abort(403)
    if access.is_fresh and not authenticator().is_fresh():
        return redirect(authenticator().sign_in_url(fresh=True))
    return None


OUR_SITES = frozenset({"same-origin", "none"})
# Our pages send no referrer, and a browser then hides the origin, too.
HIDDEN_ORIGIN = "null"


def sent_a_cookie() -> bool:
    """Return whether the browser sent any cookie; every page with a form gives it one."""
    return bool(request.cookies)


def is_from_elsewhere() -> bool:
    """Return whether the browser says that a page of another site sent this request.

    Browsers of before 2023 may say nothing; then nothing is known.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OUR_SITES
    origin = request.headers.get("Origin", HIDDEN_ORIGIN)
    return origin != HIDDEN_ORIGIN and origin.partition("://")[2] != request.host


def needs_no_cookie() -> bool:
    """Return whether a form that is its own proof is taken without a token that fits a cookie.

    A ticket, a complaint and its code act for nobody who is signed in.
    """
    return not sent_a_cookie() and not is_from_elsewhere()
