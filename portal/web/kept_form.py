"""The form that somebody sent, shown on the page that says that it could not be stored.

The page of a failure knows nothing of the form that was sent. So it carries every field as it
came, and its button sends the same form again. Passwords, one-time codes and files do not come
back; the page asks for them anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import HTTPException

SECRET_FIELDS = frozenset({"password"})
# Elsewhere a code names a place or a complaint.
SECRET_FIELDS_OF = {"accounts": frozenset({"code"})}
LABELS = {
    "text": _l("Tulisan Anda"),
    "comment": _l("Komentar Anda"),
    "password": _l("Kata sandi"),
    "code": _l("Kode"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field as it was sent; ``label`` is empty when nothing fits better than a number."""

    name: str
    value: str = ""
    label: object = ""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that can be sent again: texts that are shown, and everything else it held."""

    address: str
    texts: tuple[Field, ...]
    others: tuple[Field, ...]
    secrets: tuple[Field, ...]
    files: tuple[Field, ...]


def kept_form() -> KeptForm | None:
    """Return the form of the current request, or None when it sent none that may be shown.

    A form that another site made a browser send is not shown: its text must not be on our page.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return None
    try:
        fields, files = request.form, request.files
    except HTTPException:
        return None
    return _kept(fields, files) if fields or files else None


def _kept(fields: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> KeptForm:
    sent = [Field(name, value, LABELS.get(name, "")) for name, value in fields.items(multi=True)]
    secret = [each for each in sent if _is_secret(each.name)]
    plain = [each for each in sent if not _is_secret(each.name)]
    return KeptForm(
        address=request.full_path.rstrip("?"),
        texts=tuple(each for each in plain if _is_text(each.value)),
        others=tuple(each for each in plain if not _is_text(each.value)),
        secrets=_once(Field(each.name, label=each.label) for each in secret),
        files=_once(Field(name) for name in files),
    )


def _is_secret(name: str) -> bool:
    return name in SECRET_FIELDS or name in SECRET_FIELDS_OF.get(request.blueprint or "", ())


def _is_text(value: str) -> bool:
    """Return whether a person would miss ``value`` if they could not read it."""
    return any(sign.isspace() for sign in value)


def _once(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple({each.name: each for each in fields}.values())
