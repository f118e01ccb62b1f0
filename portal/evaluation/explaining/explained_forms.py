"""Forms that say beside each field why it is asked."""

from typing import Any

from flask_wtf import FlaskForm

from portal.evaluation.explaining.why_texts import WHY


class ExplainedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form whose fields hold in ``why`` what ``why_texts`` says of them, for the page."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name, text in WHY.get(type(self).__name__, {}).items():
            self[name].why = text
