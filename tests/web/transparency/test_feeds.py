"""What is new goes to feed readers, and days of release to calendars."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.transparency.domain.feeds import NEWEST, FeedEntry, atom
from portal.web.extensions import db
from tests.factories import published

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(text: str) -> list[ET.Element]:
    return ET.fromstring(text).findall(f"{ATOM}entry")


def test_each_release_is_an_entry_that_leads_to_its_figures(city: Flask) -> None:
    with city.app_context():
        published.publish(
            db.session(), published.city(), period="2026-11", published_on=date(2026, 12, 5)
        )
    reader = city.test_client()

    answer = reader.get("/feed.atom")

    newest, oldest = entries(answer.text)
    assert answer.mimetype == "application/atom+xml"
    assert newest.findtext(f"{ATOM}title") == "Angka November 2026 terbit"
    assert newest.findtext(f"{ATOM}updated") == "2026-12-05T00:00:00+07:00"
    assert oldest.findtext(f"{ATOM}title") == "Angka Oktober 2026 terbit"
    for entry in (newest, oldest):
        for link in entry.findall(f"{ATOM}link"):
            assert reader.get("/" + link.attrib["href"].split("/", 3)[3]).status_code == 200


def test_entries_have_addresses_of_their_own_that_stay(reader: FlaskClient) -> None:
    (entry,) = entries(reader.get("/feed.atom").text)

    assert (entry.findtext(f"{ATOM}id") or "").endswith("/feed.atom#terbitan-2026-10")


@pytest.mark.parametrize("address", ["/feed.atom", "/calendar.ics"])
def test_before_the_first_rating_both_are_empty_and_valid(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    assert b"<entry" not in answer.data
    assert b"VEVENT" not in answer.data


def test_the_calendar_holds_the_next_twelve_days_of_release(reader: FlaskClient) -> None:
    answer = reader.get("/calendar.ics")

    lines = answer.text.split("\r\n")
    days = [line for line in lines if line.startswith("DTSTART")]
    assert answer.mimetype == "text/calendar"
    assert len(days) == 12
    assert days[0] == "DTSTART;VALUE=DATE:20261205"
    assert days[-1] == "DTSTART;VALUE=DATE:20271105"


def test_nobody_learns_when_a_calendar_was_read(reader: FlaskClient) -> None:
    """Its stamp is the beginning of the city's day, and not the moment of the first reader."""
    text = reader.get("/calendar.ics").text

    assert {line for line in text.split("\r\n") if line.startswith("DTSTAMP")} == {
        "DTSTAMP:20261119T170000Z"
    }


def test_a_long_feed_is_cut_at_the_newest() -> None:
    old = [
        FeedEntry(f"a-{number}", "Judul & <b>", "Isi", date.fromordinal(739_000 + number), "/")
        for number in range(NEWEST + 5)
    ]

    feed = atom(
        old,
        title="Suara",
        city="Kota",
        base="https://kota.example",
        today=date(2026, 11, 20),
        timezone="Asia/Jakarta",
    ).decode()

    assert len(entries(feed)) == NEWEST
    assert entries(feed)[0].findtext(f"{ATOM}title") == "Judul & <b>"
    assert f"#a-{NEWEST + 4}<" in feed
    assert "#a-0<" not in feed
