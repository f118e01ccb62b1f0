"""Steps of somebody outside: reads every public page and file that links lead to."""

import re
import zipfile
from io import BytesIO

from tests.browser.journeys.town import Town
from tests.browser.journeys.wire import OnTheWire

LINK = re.compile(r'href="(/[^"#]*)')
# Forms of desks and what is drawn of pages; another language says the same.
APART = ("/admin", "/static", "/r/", "/t/", "/language")
BEGINNINGS = ("/", "/evaluation", "/awards", "/complaints", "/data")


def everything_public(town: Town, which: str = "journalist") -> dict[str, str]:
    """Return what stands at each public address, by address."""
    reader = town.citizen(which)
    assert isinstance(reader, OnTheWire)
    found: dict[str, str] = {}
    waiting = list(BEGINNINGS)
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in found or address.startswith(APART) or "lang=" in address:
            continue
        answer = reader.client.get(address, base_url=reader.home, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        found[address] = _read(answer.data)
        if "html" in answer.content_type:
            waiting += LINK.findall(found[address])
    assert len(found) > len(BEGINNINGS)
    return found


def _read(content: bytes) -> str:
    """Return what a page or file says; of a workbook all that its parts hold."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return content.decode(errors="replace")
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(each).decode(errors="replace") for each in parts.namelist())
