"""How the stories are played: on a phone without script, and at a desk with script.

The shortest one is played in the two other combinations, too; ``TEST_STORIES=all`` lets every
story be, which takes twice the time.
"""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.browser.conftest import Lay, OpenContext
from tests.browser.journeys.town import Town, Variant, living_town
from tests.browser.watched import DESK, PHONE

# Whatever the width of the window is, every page that is reached is looked at in both.
VARIANTS = {
    "360 px without script": Variant(PHONE, scripts=False),
    "1280 px with script": Variant(DESK, scripts=True),
}
EVERY_VARIANT = VARIANTS | {
    "360 px with script": Variant(PHONE, scripts=True),
    "1280 px without script": Variant(DESK, scripts=False),
}
LIVED = EVERY_VARIANT if os.environ.get("TEST_STORIES") == "all" else VARIANTS
Live = Callable[..., AbstractContextManager[Town]]


@pytest.fixture(params=LIVED.values(), ids=LIVED.keys())
def variant(request: pytest.FixtureRequest) -> Variant:
    found: Variant = request.param
    return found


@pytest.fixture
def live(lay: Lay, visit: OpenContext, variant: Variant) -> Live:
    """Let a town live: ``live("registry", build, begins_on=..., at_browsers=(A, B))``."""

    def in_town(
        name: str,
        build: Callable[[Session], object],
        *,
        begins_on: date,
        at_browsers: tuple[str, ...],
    ) -> AbstractContextManager[Town]:
        return living_town(
            lay(name, build),
            visit=visit,
            variant=variant,
            begins_on=begins_on,
            at_browsers=at_browsers,
        )

    return in_town
