"""News as a feed that readers and other sites subscribe to (Atom, RFC 4287)."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ATOM = "http://www.w3.org/2005/Atom"
NEWEST = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something that was published.

    :ivar name: unlike that of any other entry, and the same for ever; part of an address.
    :ivar page: where people read it, and ``data`` where programs do (empty for nowhere).
    """

    name: str
    title: str
    summary: str
    day: date
    page: str
    data: str = ""


def atom(
    entries: Sequence[FeedEntry], *, title: str, city: str, base: str, today: date, timezone: str
) -> bytes:
    """Return the feed, the latest first; of entries without a moment the beginning of their day.

    :param base: the portal's address without a stroke at its end.
    :param today: the day that a feed without entries states.
    """
    ET.register_namespace("", ATOM)
    newest = sorted(entries, key=lambda each: (each.day, each.name), reverse=True)[:NEWEST]
    changed = newest[0].day if newest else today
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": "id"})
    _add(feed, "id", text=f"{base}/feed.atom")
    _add(feed, "title", text=title)
    _add(feed, "updated", text=_moment(changed, timezone))
    _link(feed, f"{base}/feed.atom", rel="self", kind="application/atom+xml")
    _link(feed, f"{base}/", rel="alternate", kind="text/html")
    _add(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", text=city)
    for each in newest:
        entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", text=f"{base}/feed.atom#{each.name}")
        _add(entry, "title", text=each.title)
        _add(entry, "updated", text=_moment(each.day, timezone))
        _add(entry, "summary", text=each.summary)
        _link(entry, f"{base}{each.page}", rel="alternate", kind="text/html")
        if each.data:
            _link(entry, f"{base}{each.data}", rel="related", kind="application/json")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _moment(day: date, timezone: str) -> str:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(timezone)).isoformat()


def _add(parent: ET.Element, name: str, *, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _link(parent: ET.Element, address: str, *, rel: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"href": address, "rel": rel, "type": kind})
