"""The form that ends a place or an officer's service."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from portal.organisation.places.catalogue import Place
from portal.organisation.places.kinds import RecordKind
from portal.organisation.records.form_fields import ChoiceField, DayField, choices_of
from portal.organisation.records.record_types import RECORD_TYPES, CodedRecord


class LeavingForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """From which day something or somebody is no longer there."""

    retired_on = DayField(_l("Tidak ada lagi mulai"), is_needed=True)

    def to_command(self, kind: RecordKind, *, code: str) -> CodedRecord:
        """Return the record that ends what has ``code``."""
        record: Any = RECORD_TYPES[kind]
        ended = record(code=code, retired_on=self.retired_on.data, **self._more())
        return cast(CodedRecord, ended)

    def _more(self) -> Mapping[str, str | None]:
        return {}


class RetireForm(LeavingForm):
    """Also names what takes the place of a place."""

    successor = ChoiceField(
        _l("Pengganti"), description=_l("Kosongkan bila tidak ada yang menggantikan.")
    )

    def offer(self, places: Iterable[Place]) -> None:
        """Let one of ``places`` be the successor."""
        named = [(place.code, f"{place.name} ({place.code})") for place in places]
        self.successor.choices = choices_of([("", _l("Tidak ada")), *named])

    def _more(self) -> Mapping[str, str | None]:
        return {"successor": self.successor.data or None}
