"""Refuses a command that does not name its database on a machine where a portal is installed.

The units read their settings from one file; a shell does not. Without it every command would
work on a database in the folder it was started in, which may be empty or an old trial.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from portal.setting_values import PREFIX, InvalidSetting
from portal.storage.private_files import read_bounded

# Fixed by the units in deploy/systemd; no variable names another one.
ENV_FILE = Path("/etc/suara-loket.env")
# Either of them says which database is meant.
NAMING = frozenset({f"{PREFIX}DATABASE_URL", f"{PREFIX}INSTANCE_DIR"})
MOST_BYTES = 1024 * 1024
ASSIGNED = re.compile(rf"^\s*(?:export\s+)?({PREFIX}\w+)\s*=", re.MULTILINE)


def check_database_is_meant(environ: Mapping[str, str], *, env_file: Path = ENV_FILE) -> None:
    """Refuse when the machine's settings name a database that ``environ`` does not.

    :param env_file: the settings of the machine's portal; nothing is checked where it is missing.
    :raises portal.setting_values.InvalidSetting: when another database would be used.
    """
    if NAMING & environ.keys() or not env_file.exists():
        return
    has_settings = any(name.startswith(PREFIX) for name in environ)
    if has_settings and not NAMING & _names_in(env_file):
        return
    raise InvalidSetting(
        f"this machine's portal is set up in {env_file}, and this shell has not read it: the "
        f"database would be {Path('instance/portal.db').absolute()}. Run as its user: "
        f"set -a; . {env_file}; set +a. To mean that one, set {PREFIX}INSTANCE_DIR=instance."
    )


def _names_in(env_file: Path) -> frozenset[str]:
    """Return the variables that the file sets; one that may not be read sets them all."""
    try:
        written = read_bounded(env_file, most_bytes=MOST_BYTES).decode(errors="replace")
        return frozenset(ASSIGNED.findall(written))
    except OSError:
        return NAMING
