"""Forms that say beside each field why it is asked."""

from typing import Any

from flask_wtf import FlaskForm

from portal.evaluation.explaining.why_texts import WHY


class ExplainedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form whose fields hold in ``why`` what ``why_texts`` says of them, for the page.

    A form that grew out of another says of the other's fields what that one says, unless it says
    something else of them.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for kind in reversed(type(self).__mro__):
            for name, text in WHY.get(kind.__name__, {}).items():
                self[name].why = text
