"""Somebody of a story: which pages they open, what they click, fill in and read.

The same steps are played in a browser (``AtBrowser``) by those whom a story is about, and over the
wire (``wire.py``), on the same pages, by everybody else.
"""

from abc import ABC, abstractmethod

from tests.browser.watched import DESK, PHONE, Watched

HOME = "/admin/performance"
# The button that sends a form, not one that keeps it for later.
SAVED = "#form button:not([value=kept], [value=keep], [formaction]) >> nth=0"
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
Upload = tuple[str, str, bytes]


class Character(ABC):
    """Somebody of the story; an address may leave its beginning or its end open with ``*``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.clicks = 0

    @abstractmethod
    def signs_in(self, token: str) -> None:
        """Carry the session of a sign-in from now on."""

    @abstractmethod
    def opens(self, address: str = HOME) -> None:
        """Go to an address that nobody clicks: the first page of a visit."""

    @abstractmethod
    def follows(self, *addresses: str) -> None:
        """Click the first link to each address, one after the other."""

    @abstractmethod
    def follows_words(self, words: str) -> None:
        """Click the link with these words, where only they tell one link from another."""

    @abstractmethod
    def sends(self, action: str, **fields: str) -> None:
        """Fill in the first form that is sent to an address, or ``#id``, and press its button."""

    @abstractmethod
    def fills(self, **fields: str) -> None:
        """Fill in, choose or tick each named field of the page's form."""

    @abstractmethod
    def ticks(self, name: str) -> None:
        """Tick every box of a name in the page's form."""

    @abstractmethod
    def picks(self, **fields: str) -> None:
        """Tick, of the boxes of each name in the page's form, the one with this value."""

    @abstractmethod
    def attaches(self, upload: Upload) -> None:
        """Choose a file in the page's form: its name, its kind, its content."""

    @abstractmethod
    def downloads(self, action: str) -> bytes:
        """Press the button of the first form that is sent to an address; return the file."""

    @abstractmethod
    def saves(self, **fields: str) -> None:
        """Fill in the page's form and send it; nothing may be refused."""

    @abstractmethod
    def is_refused(self, **fields: str) -> None:
        """Fill in the page's form and send it; something has to be refused."""

    @abstractmethod
    def has_link(self, address: str) -> bool:
        """Return whether the page links to an address."""

    @abstractmethod
    def finds_nothing_at(self, address: str) -> None:
        """Assert that what lies at an address does not exist for this person."""

    @property
    @abstractmethod
    def address(self) -> str:
        """Where the person is in the portal, without what was asked."""

    @property
    @abstractmethod
    def page_text(self) -> str:
        """What stands on the page with every detail opened, one blank between words."""

    def reads(self, *words: str) -> None:
        """Assert that each of ``words`` stands on the page."""
        page = self.page_text
        assert [each for each in words if each not in page] == [], self.told(page)

    def does_not_read(self, *words: str) -> None:
        """Assert that none of ``words`` stands on the page."""
        page = self.page_text
        assert [each for each in words if each in page] == [], self.told(page)

    def told(self, what: str) -> str:
        """Return who saw what where, for a failure."""
        return f"{self.name} at {self.address}: {what}"


class AtBrowser(Character):
    """Somebody at an own browser; every page that is reached is looked at in both widths."""

    def __init__(self, name: str, watched: Watched) -> None:
        super().__init__(name)
        self.watched = watched
        self.size = watched.page.viewport_size

    def signs_in(self, token: str) -> None:
        cookie = {"name": "staff", "value": token, "url": self.watched.home}
        self.watched.page.context.add_cookies([cookie])

    def opens(self, address: str = HOME) -> None:
        self.watched.open(address)
        self._looks()

    def follows(self, *addresses: str) -> None:
        for address in addresses:
            self.presses(f"main a[{_matching('href', address)}] >> nth=0")

    def follows_words(self, words: str) -> None:
        self.presses(f'main a:text-is("{words}") >> nth=0')

    def sends(self, action: str, **fields: str) -> None:
        form = f"main form[{_matching('action', action)}] >> nth=0"
        self.watched.page.evaluate(OPEN_ALL)
        for name, value in fields.items():
            self._fill(f"{form} >> [name={name}]", value)
        self.presses(f"{form} >> button >> nth=0")

    def presses(self, selector: str) -> None:
        """Click what leads to another page."""
        self.clicks += 1
        self.watched.page.evaluate(OPEN_ALL)
        found = self.watched.page.locator(selector).count()
        assert found, self.told(f"no {selector}: {self.page_text}")
        self.watched.press(selector)
        self._looks()

    def fills(self, **fields: str) -> None:
        self.watched.page.evaluate(OPEN_ALL)
        for name, value in fields.items():
            self._fill(f"#{name}", value)

    def _fill(self, selector: str, value: str) -> None:
        box = self.watched.page.locator(selector)
        kind = box.first.evaluate("(one) => one.type || one.tagName")
        if kind == "select-one":
            box.select_option(value)
        elif kind == "radio":
            self.watched.page.check(f"{selector}[value='{value}']")
        elif kind == "checkbox":
            box.check()
        else:
            box.fill(value)

    def ticks(self, name: str) -> None:
        for box in self.watched.page.locator(f"#form input[name={name}]").all():
            box.check()

    def picks(self, **fields: str) -> None:
        self.watched.page.evaluate(OPEN_ALL)
        for name, value in fields.items():
            self.watched.page.check(f"#form input[name={name}][value={value}]")

    def attaches(self, upload: Upload) -> None:
        name, kind, content = upload
        self.watched.page.set_input_files(
            "#form input[type=file]", {"name": name, "mimeType": kind, "buffer": content}
        )

    def downloads(self, action: str) -> bytes:
        self.clicks += 1
        with self.watched.page.expect_download() as waiting:
            self.watched.page.click(f"main form[{_matching('action', action)}] button")
        return waiting.value.path().read_bytes()

    def saves(self, **fields: str) -> None:
        self.fills(**fields)
        self.presses(SAVED)
        refused = self.watched.page.locator(".error-summary")
        assert refused.count() == 0, self.told(" ".join(refused.all_inner_texts()))

    def is_refused(self, **fields: str) -> None:
        self.fills(**fields)
        self.presses(SAVED)
        assert self.watched.page.locator(".error-summary").count() == 1, self.told("not refused")

    def has_link(self, address: str) -> bool:
        return self.watched.page.locator(f"main a[{_matching('href', address)}]").count() > 0

    def finds_nothing_at(self, address: str) -> None:
        answer = self.watched.page.goto(f"{self.watched.home}{address}")
        assert answer is not None
        assert answer.status == 404, self.told(str(answer.status))

    @property
    def address(self) -> str:
        return self.watched.page.url.removeprefix(self.watched.home).partition("?")[0]

    @property
    def page_text(self) -> str:
        self.watched.page.evaluate(OPEN_ALL)
        return " ".join(self.watched.page.inner_text("main").split())

    def _looks(self) -> None:
        own = self.size or PHONE
        for size in (DESK if own["width"] == PHONE["width"] else PHONE, own):
            self.watched.page.set_viewport_size(size)
            self.watched.assert_fits()


def _matching(attribute: str, address: str) -> str:
    """Return the part of a selector that an address, open at an end, stands for."""
    if address.startswith("#"):
        return f'id="{address[1:]}"'
    if address.startswith("*"):
        return f'{attribute}$="{address[1:]}"'
    if address.endswith("*"):
        return f'{attribute}^="{address[:-1]}"'
    return f'{attribute}="{address}"'
