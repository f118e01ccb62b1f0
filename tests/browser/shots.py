"""Takes pictures of the demonstration city's pages: `python -m tests.browser.shots [ADDRESS ...]`.

Each page at phone and desk size, light and dark, into `build/shots`, to be looked at.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import QUIET
from tests.browser.portal_process import ROOT, Portal, make_city, running_portal
from tests.browser.watched import DESK, PHONE

TARGET = ROOT / "build" / "shots"
PAGES = (
    "/",
    "/agencies/disdukcapil",
    "/desks/disdukcapil-1",
    "/services/ktp-el-baru",
    "/compare?agency=disdukcapil&agency=dinkes",
    "/search?q=ktp",
    "/methodology",
    "/data/",
    "/r/",
    "/r/bapenda-1",
    "/r/bapenda-1?lang=en",
    "/t/",
    "/thanks?desk=bapenda-1",
    "/privacy",
    "/complaints/",
    "/complaints/new",
    "/complaints/follow",
    "/admin/sign-in",
    "/no-such-page",
)
SIZES = {"phone": PHONE, "desk": DESK}


def name_of(address: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "front"


def take(browser: Browser, portal: Portal, address: str) -> None:
    """Take the four pictures of one page."""
    for size_name, size in SIZES.items():
        for theme in ("light", "dark"):
            context = browser.new_context(viewport=size, color_scheme=theme)
            page = context.new_page()
            page.goto(portal.url + address, wait_until="networkidle")
            path = TARGET / f"{name_of(address)}-{size_name}-{theme}.png"
            page.screenshot(path=path, full_page=True)
            context.close()


@contextmanager
def city_in(folder: Path) -> Iterator[Portal]:
    make_city(folder)
    with running_portal(folder) as portal:
        yield portal


def main(addresses: list[str]) -> None:
    """Make the city, take every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        city_in(Path(folder)) as portal,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        for address in addresses or PAGES:
            take(browser, portal, address)
            sys.stdout.write(f"{address}\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
