"""A disk that fills up while a backup is written leaves no half of one."""

import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from flask_migrate import upgrade

from portal.app import create_app
from portal.web.extensions import db
from tests.conftest import close, settings_for
from tests.factories.ratings import make_small_city

ROOT = Path(__file__).resolve().parents[2]
# Smaller than a copy of the database, larger than what SQLite keeps beside it.
MOST_BYTES = {"sqlite": 200_000, "postgresql": 20_000}
# `flask backup create` in a process that may write no file above the limit: writing fails there.
PROGRAM = """
import sys
from portal.app import create_app
sys.exit(create_app().cli.main(["backup", "create", sys.argv[1]], standalone_mode=True))
"""


def limit(most_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


@pytest.mark.parametrize("is_full", [True, False], ids=["full", "with room"])
def test_a_full_disk_leaves_no_file_and_says_so(
    durable_url: str, tmp_path: Path, is_full: bool
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    app = create_app(settings_for(tmp_path, durable_url))
    with app.app_context():
        upgrade()
        make_small_city(db.session())
    close(app)
    most = MOST_BYTES["sqlite" if durable_url.startswith("sqlite") else "postgresql"]
    variables = {
        "PATH": "/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "FLASK_APP": "wsgi",
        "PORTAL_INSTANCE_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": durable_url,
        "PORTAL_SECRET_KEY": "a key for the tests and nothing else",
    }

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        cwd=ROOT,
        env=variables,
        preexec_fn=partial(limit, most) if is_full else None,
        capture_output=True,
        text=True,
        check=False,
    )

    if is_full:
        assert done.returncode == 1, done.stdout + done.stderr
        assert done.stderr.startswith("Error: "), done.stderr
        assert done.stderr.count("\n") == 1
        assert list(folder.iterdir()) == []
    else:
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(list(folder.iterdir())) == 1
