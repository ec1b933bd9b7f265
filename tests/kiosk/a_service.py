"""What people do at the kiosk beside taking a number: by finger, by keys, or by number pad alone."""

from application.envelope import OFFICE
from tests.kiosk.a_hall import HOA

PERSON, PHONE = "Nguyễn Văn Ẩn Danh", "0903000123"
WAYS = ("finger", "keys", "pad")


def visit(office, *, finished=True):
    ticket = office.queue.issue(OFFICE, group="other")
    office.queue.call_next("1", HOA)
    office.queue.start(ticket.id, HOA)
    if finished:
        office.queue.finish(ticket.id, "other", HOA)
    return ticket


def secret_of(url):
    return url.rpartition("#")[2]


def topics(office, start):
    query = "SELECT topic FROM event WHERE topic LIKE ? ORDER BY id"
    return [row[0] for row in office.store.reader().execute(query, (f"{start}%",)).fetchall()]


async def choose(visitor, way, *titles):
    """Press tiles by their words: with a finger, by walking to them with the arrows, or by the digits they wear."""
    for title in titles:
        tile = visitor.tile(title)
        if way == "finger":
            await visitor.click(title)
        elif way == "pad":
            assert tile.badge, f"«{title}» has no key on the number pad"
            await visitor.press({".": "full_stop"}.get(tile.badge, tile.badge))
        else:
            await visitor.press("tab")
            for _ in range(30):
                if visitor.app.marked is visitor.tile(title):
                    break
                await visitor.press("tab")
            assert visitor.app.marked is visitor.tile(title)
            await visitor.press("enter")
