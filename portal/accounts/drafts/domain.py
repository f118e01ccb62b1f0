"""Which forms of a page are kept while they are typed, for how long, and how a page finds them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape

from portal.accounts.authentication.domain import NEVER_KEPT, TypedForm

KEPT_FOR = timedelta(days=14)
MOST_OF_A_PERSON = 30
LONGEST_ADDRESS = 300
#: The hidden field of a form that says which revision of the draft its page was made from.
KNOWN = "kept_draft"

OPENS, CLOSES = "<form", "</form>"
ACTION = re.compile(r'\saction="([^"]*)"')
# Forms that keep themselves in a table of their own, or are never to be kept.
KEPT_ELSEWHERE = re.compile(r"\sdata-(?:saves|autosave|no-draft)\b")
INPUT = re.compile(r"<input\b[^>]*>")
TYPE = re.compile(r'\stype="([a-z]+)"')
TYPED_IN = frozenset({"text", "date", "number", "email", "search", "tel", "url"})
PROOFS = ('type="password"', 'name="password"', 'name="code"')
PROOF = re.compile(r'\s(?:type="password"|name="(?:password|code)")')


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form as it stands in a page.

    :ivar attributes: what stands in its tag.
    :ivar inside: the HTML between its tags.
    :ivar ends: where its closing tag begins.
    """

    attributes: str
    inside: str
    ends: int


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A form that was not sent yet.

    :param address: where the form is sent, with its query.
    :param revision: counts how often it was kept.
    """

    address: str
    revision: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft with what was typed."""

    draft: KeptDraft
    form: TypedForm

    @property
    def kept_days(self) -> int:
        """For how many days it is kept, as its page says."""
        return KEPT_FOR.days

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person would read again: names of fields with their texts."""
        return [each for each in self.form.fields if _is_text(each[1])]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Everything else the form held: choices, days, numbers."""
        return [each for each in self.form.fields if not _is_text(each[1])]


def address_to_keep(attributes: str, inside: str, *, here: str) -> str | None:
    """Return where a form is sent whose draft is kept, or None for any other form.

    :param attributes: what stands in the form's tag.
    :param inside: the HTML between its tags.
    :param here: the page's own address, where forms without an action are sent.
    """
    is_sent = 'method="post"' in attributes and not KEPT_ELSEWHERE.search(attributes)
    if not is_sent or _asks_for_proof(inside) or not _is_typed_in(inside):
        return None
    action = ACTION.search(attributes)
    address = unescape(action[1]) if action else here
    return address if len(address) <= LONGEST_ADDRESS else None


def without_proofs(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the fields that may be kept."""
    return tuple((name, value) for name, value in fields if name not in NEVER_KEPT | {KNOWN})


def forms_in(page: str) -> Iterator[PageForm]:
    """Give the forms of a page from top to bottom.

    Looked for by their tags and not by a pattern, which goes through a page sign by sign.
    """
    at = page.find(OPENS)
    while at >= 0:
        inside, ends = page.find(">", at) + 1, page.find(CLOSES, at)
        if not inside or ends < 0:
            return
        yield PageForm(page[at + len(OPENS) : inside - 1], page[inside:ends], ends)
        at = page.find(OPENS, ends)


def _asks_for_proof(inside: str) -> bool:
    is_likely = any(sign in inside for sign in PROOFS)
    return is_likely and PROOF.search(inside) is not None


def _is_typed_in(inside: str) -> bool:
    if "<textarea" in inside:
        return True
    kinds = (TYPE.search(each) for each in INPUT.findall(inside))
    return any(kind is None or kind[1] in TYPED_IN for kind in kinds)


def _is_text(value: str) -> bool:
    return any(sign.isspace() for sign in value)
