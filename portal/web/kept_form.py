"""The form that somebody sent, shown on the page that says that it could not be stored.

The page of a failure has nothing of the form that was sent. So it carries every field as it
came, and its button sends the same form again. Passwords, one-time codes and files do not come
back; the page asks for them anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import HTTPException
from wtforms.fields.core import UnboundField

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
class KeptField:
    """A field as it was sent; ``label`` is empty when nothing fits better than a number."""

    name: str
    value: str = ""
    label: object = ""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that can be sent again: texts that are shown, and everything else it held."""

    address: str
    texts: tuple[KeptField, ...]
    others: tuple[KeptField, ...]
    secrets: tuple[KeptField, ...]
    files: tuple[KeptField, ...]


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
    labels = {**labels_of(set(fields)), **LABELS}
    sent = [
        KeptField(name, value, labels.get(name, "")) for name, value in fields.items(multi=True)
    ]
    secret = [each for each in sent if _is_secret(each.name)]
    plain = [each for each in sent if not _is_secret(each.name)]
    return KeptForm(
        address=request.full_path.rstrip("?"),
        texts=tuple(each for each in plain if _is_text(each.value)),
        others=tuple(each for each in plain if not _is_text(each.value)),
        secrets=_once(KeptField(each.name, label=each.label) for each in secret),
        files=_once(KeptField(name) for name in files),
    )


def labels_of(names: Collection[str]) -> Mapping[str, Any]:
    """Return what the fields of a form that was sent are called, where that can be told.

    A page of a failure or of a draft has only names. The form is the one that has the most of
    them; where several have as many, a field has a label only if all of them call it the same.
    """
    known = [(len(own.keys() & set(names)), own) for own in map(_labels, _forms(FlaskForm))]
    most = max((count for count, _ in known), default=0)
    if not most:
        return {}
    fitting = [own for count, own in known if count == most]
    return {
        name: fitting[0][name]
        for name in set(names) & fitting[0].keys()
        if len({str(own.get(name)) for own in fitting}) == 1
    }


def _forms(form: type[Any]) -> Iterator[type[Any]]:
    for each in form.__subclasses__():
        yield each
        yield from _forms(each)


def _labels(form: type[Any]) -> dict[str, Any]:
    """Return the labels of a form's fields by their names, empty where a field has none."""
    fields = ((name, getattr(form, name)) for name in dir(form) if not name.startswith("_"))
    return {
        name: field.kwargs.get("label", next(iter(field.args), ""))
        for name, field in fields
        if isinstance(field, UnboundField)
    }


def _is_secret(name: str) -> bool:
    return name in SECRET_FIELDS or name in SECRET_FIELDS_OF.get(request.blueprint or "", ())


def _is_text(value: str) -> bool:
    """Return whether a person would miss ``value`` if they could not read it."""
    return any(sign.isspace() for sign in value)


def _once(fields: Iterable[KeptField]) -> tuple[KeptField, ...]:
    return tuple({each.name: each for each in fields}.values())
