"""A phone of 360 by 740 in somebody's hand: a window of Chromium, which a busy machine may keep waiting."""

from playwright.sync_api import expect

from tests.web.conftest import secret

expect.set_options(timeout=60_000)


class Phone:
    """A browser window of one citizen, and everything it said and asked for."""

    def __init__(self, browser, **settings):
        self.context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, **settings)
        self.context.set_default_timeout(60_000)
        self.page = self.context.new_page()
        self.complaints, self.addresses = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.addresses.append(request.url.partition("#")[0]))

    def open(self, door, url, lang="vi"):
        self.page.goto(f"{door.url}/t?lang={lang}#{secret(url)}")
        return self.page

    @property
    def too_wide(self):
        return self.page.evaluate("document.documentElement.scrollWidth") - self.page.viewport_size["width"]
