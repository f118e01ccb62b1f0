"""Steps of a colleagues' round that several stories share: planned, drawn, answered, folded."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import text

from portal.evaluation.peer_feedback.forms import name_of
from portal.evaluation.peer_feedback.key_holding import colleagues_store
from portal.evaluation.peer_feedback.labels import GUIDES
from portal.evaluation.peer_feedback.night_writing import EMPTIED
from portal.web.extensions import current_settings
from tests.browser.journeys.characters import HOME
from tests.browser.journeys.town import Town

ASKED = f"{HOME}/colleagues"
NAMES = [name_of(value, place) for value, words in GUIDES.items() for place in range(len(words))]


def lay_keys() -> None:
    """Make the folder that a round's keys lie in, as the first start of a portal does."""
    colleagues_store(current_settings()).folder.parent.mkdir(parents=True, exist_ok=True)


def office_plans_round(town: Town, *, opens_on: date) -> None:
    """The office plans the round of the cycle, thirty working days ahead or more."""
    office = town.office()
    office.opens(HOME)
    office.follows(f"{HOME}/cycles", f"{HOME}/cycles/1", "*/colleagues")
    office.saves(opens_on=str(opens_on))


def who_is_asked(town: Town, about: str, colleagues: Iterable[str]) -> list[str]:
    """Return who of these finds somebody's name on the own list; nobody else can tell."""
    asked = []
    for name in colleagues:
        colleague = town.person(name)
        colleague.opens(ASKED)
        if about in colleague.page_text:
            asked.append(name)
    return asked


def colleague_answers(
    town: Town, name: str, about: str, *, step: str = "4", strength: str | None = None
) -> None:
    """A colleague answers all guides about somebody, in one sitting, and cannot answer again."""
    colleague = town.person(name)
    colleague.opens(ASKED)
    colleague.follows_words(about)
    if strength is not None:
        colleague.picks(strengths=strength)
    colleague.saves(**dict.fromkeys(NAMES, step))
    colleague.reads("Jawaban terkirim dan disegel")
    colleague.opens(ASKED)
    colleague.reads(f"{about} terkirim")


def nothing_is_left(town: Town) -> None:
    """Once it is folded no seat, answer, mark or key is left that anything could be tied to.

    That nothing can be tied before either is what ``flask privacy check`` attacks.
    """
    with town.portal.inside() as session:
        for table in EMPTIED:
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0, table
        store = colleagues_store(current_settings())
        assert list(store.folder.glob("*")) == []
