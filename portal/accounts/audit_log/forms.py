"""The filter of the audit log."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from portal.accounts.audit_log.labels import act_words
from portal.accounts.audit_log.queries import AuditFilter
from portal.storage.texts.cleaning import one_line

LONGEST = 100


class AuditFilterForm(Form):  # type: ignore[misc] # WTForms has no types
    """Which entries are shown; days are the city's."""

    words = StringField(_l("Orang atau hal"))
    action = SelectField(_l("Tindakan"), validate_choice=False)
    since = DateField(_l("Dari tanggal"), [Optional()])
    until = DateField(_l("Sampai tanggal"), [Optional()])

    def offer(self, actions: list[str]) -> None:
        """Let the reader choose among ``actions``."""
        named = sorted((act_words(each), each) for each in actions)
        offered = [SelectChoice(each, words) for words, each in named]
        self.action.choices = [SelectChoice("", _l("Semua")), *offered]

    def to_filter(self, timezone: str) -> AuditFilter:
        """Return the filter; a date that is none is left out, the last day is included."""
        self.validate()
        return AuditFilter(
            action=one_line(self.action.data),
            words=one_line(self.words.data)[:LONGEST],
            since=_start(self.since, timezone=timezone),
            until=_start(self.until, timezone=timezone, days=1),
        )


def _start(field: DateField, *, timezone: str, days: int = 0) -> datetime | None:
    if field.data is None or field.data.year > 9000:
        return None
    midnight = datetime.combine(field.data + timedelta(days=days), time(), ZoneInfo(timezone))
    return midnight.astimezone(UTC)
