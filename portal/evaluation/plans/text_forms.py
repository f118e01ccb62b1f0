"""The parts of a plan that are texts only: expectations for the seven values, the appendix."""

from collections.abc import Mapping
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from portal.evaluation.plans.domain import TEXT, AppendixKind, BehaviourValue
from portal.evaluation.plans.forms import TOO_LONG, RevisionForm
from portal.evaluation.plans.labels import APPENDIX, APPENDIX_HINTS, VALUES
from portal.storage.texts.cleaning import plain

LONGEST_APPENDIX = 4000


def _text(label: Any, *, longest: int, description: Any = "") -> TextAreaField:
    return TextAreaField(
        label, [Length(max=longest, message=TOO_LONG)], filters=[plain], description=description
    )


def _value(value: BehaviourValue) -> TextAreaField:
    return _text(VALUES[value], longest=TEXT)


def _part(kind: AppendixKind) -> TextAreaField:
    return _text(APPENDIX[kind], longest=LONGEST_APPENDIX, description=APPENDIX_HINTS[kind])


class ExpectationsForm(RevisionForm):
    """The leader's special expectation for each of the seven values; each may be empty."""

    service = _value(BehaviourValue.SERVICE)
    accountable = _value(BehaviourValue.ACCOUNTABLE)
    competent = _value(BehaviourValue.COMPETENT)
    harmonious = _value(BehaviourValue.HARMONIOUS)
    loyal = _value(BehaviourValue.LOYAL)
    adaptive = _value(BehaviourValue.ADAPTIVE)
    collaborative = _value(BehaviourValue.COLLABORATIVE)

    def show(self, texts: Mapping[BehaviourValue, str]) -> None:
        """Fill the form."""
        for value, text in texts.items():
            self[value.value].data = text

    def texts(self) -> dict[BehaviourValue, str]:
        """Return what was written, without what is empty."""
        return {value: self[value.value].data for value in BehaviourValue if self[value.value].data}


class AppendixForm(RevisionForm):
    """The three parts of the appendix, one line for each entry."""

    resources = _part(AppendixKind.RESOURCES)
    accountability = _part(AppendixKind.ACCOUNTABILITY)
    consequences = _part(AppendixKind.CONSEQUENCES)

    def show(self, texts: Mapping[AppendixKind, str]) -> None:
        """Fill the form."""
        for kind, text in texts.items():
            self[kind.value].data = text

    def texts(self) -> dict[AppendixKind, str]:
        """Return what was written, without what is empty."""
        return {kind: self[kind.value].data for kind in AppendixKind if self[kind.value].data}
