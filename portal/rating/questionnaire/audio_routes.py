"""Questions read aloud on a tablet: where the operator's recordings lie, and how they are sent."""

from pathlib import Path

from flask import Flask, Response, abort, url_for

from portal.rating.questionnaire.extension_state import blueprint, rating_state
from portal.storage.private_files import read_bounded
from portal.survey.elements import ELEMENTS
from portal.web.access import public
from portal.web.formatting import language
from portal.web.languages import languages

# A folder of the instance, in it one a language, in it one file a question.
FOLDER = "kiosk-audio"
# By the ending of a file, the first that is there.
MIMETYPES = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4", "wav": "audio/wav"}
# Half an hour of speech; more is not a question.
LARGEST_BYTES = 16 * 1024 * 1024
KEPT_SECONDS = 3600
NAMES = frozenset(map(str, ELEMENTS))


@blueprint.get("/kiosk/audio/<reader>/<name>")
@public
def kiosk_audio(reader: str, name: str) -> Response:
    """Answer the operator's recording of a question in a language."""
    found = recording(name, reader=reader)
    if found is None:
        abort(404)
    try:
        sound = read_bounded(found, most_bytes=LARGEST_BYTES)
    except OSError:
        abort(404)
    response = Response(sound, mimetype=MIMETYPES[found.suffix[1:]])
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def recording(name: str, *, reader: str) -> Path | None:
    """Return the recording of the element ``name`` in the language ``reader``; None without one."""
    settings = rating_state().settings
    if not settings.kiosk_audio or reader not in languages() or name not in NAMES:
        return None
    folder = settings.instance_dir / FOLDER / reader
    files = (folder / f"{name}.{ending}" for ending in MIMETYPES)
    return next((each for each in files if _is_recording(each)), None)


def recording_url(name: str) -> str:
    """Return the address of a question's recording in the page's language; empty without one.

    The address changes with the file, so that tablets fetch a new recording.
    """
    found = recording(name, reader=language())
    if found is None:
        return ""
    version = found.stat().st_mtime_ns
    return url_for("rating.kiosk_audio", reader=language(), name=name, v=version)


def install_audio(app: Flask, *, reads_aloud: bool) -> None:
    """Tell pages whether a tablet offers to read aloud, and where recordings are."""
    app.jinja_env.globals["reads_aloud"] = reads_aloud
    app.jinja_env.globals["recording_url"] = recording_url


def _is_recording(path: Path) -> bool:
    return path.is_file() and path.stat().st_size <= LARGEST_BYTES
