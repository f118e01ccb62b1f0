"""Labels of awards that were given."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.evaluation.rules.states import AwardState

AWARD_STATES: Mapping[AwardState, Any] = {
    AwardState.GIVEN: _l("diberikan"),
    AwardState.TAKEN_BACK: _l("dicabut"),
}
