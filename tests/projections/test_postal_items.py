"""Every envelope is followed from the hand-over to its arrival, and a dossier's own facts end the way of its result."""

import sqlite3

import pytest

from domain.dossier import ResultReturned, ResultUndeliverable
from domain.fact import Fact
from domain.post import (
    IncomingLine,
    OutgoingLine,
    PostDispatched,
    PostDispatchOffered,
    PostLineUsed,
    PostReceiptOffered,
    PostReceived,
)
from projections.fold import Seen, create_tables, digests, feed
from projections.post import PostalItemRow, PostBook

HOUR = 3_600_000_000
MORNING = 1_772_413_200_000_000
"""08:00 on Monday 2 March 2026 in Vietnam."""
DAY = 24 * HOUR
FIRST = IncomingLine(procedure="1.001193", originals=1, posted_on="2026-02-27")
SECOND = IncomingLine(procedure="1.001193", copies=1)
BOOK = [
    ("r1", PostReceiptOffered(
        number="BBGN-2026/0001", carrier="public_post",
        lines=(FIRST, SECOND),
    )),
    ("r1", PostReceived(number="BBGN-2026/0001", signed_at=MORNING, medium="screen")),
    ("r1", PostLineUsed(line=2, dossier="d2")),
    ("r2", PostDispatchOffered(
        number="BBTKQ-2026/0001", carrier="public_post",
        lines=(OutgoingLine(dossier="d1", code="A", copies=1), OutgoingLine(dossier="d3", code="B", copies=1)),
    )),
    ("r2", PostDispatched(number="BBTKQ-2026/0001", signed_at=MORNING, medium="screen")),
    ("d1", ResultReturned(channel="postal", checked="owner")),
    ("d3", ResultUndeliverable(record="BBGN-2026/0002")),
    ("d9", ResultReturned(channel="counter", checked="owner")),
]  # fmt: skip


def events(book):
    versions: dict[str, int] = {}
    for number, (stream, fact) in enumerate(book, 1):
        versions[stream] = versions.get(stream, 0) + 1
        assert isinstance(fact, Fact)
        at = MORNING + number * DAY if stream.startswith("d") else MORNING
        yield Seen(
            number, stream, versions[stream], fact.NAME, at, at, "nt.hoa", "reception", "desk-1", "c", fact
        )


@pytest.fixture
def connection():
    with sqlite3.connect(":memory:") as made:
        create_tables(made, [PostBook()])
        yield made
    made.close()


def items(connection):
    return [
        PostalItemRow(*row) for row in connection.execute(f"{PostBook().items.select} ORDER BY number, line")
    ]


def test_what_came_has_arrived_and_knows_the_dossier_it_became(connection):
    feed(connection, [PostBook()], events(BOOK))
    first, second, *_ = items(connection)
    assert (first.sent_day, first.ended_day, first.outcome) == ("2026-02-27", "2026-03-02", "received")
    assert (first.dossier, second.dossier) == ("", "d2")


def test_what_left_has_arrived_once_the_dossier_says_so(connection):
    feed(connection, [PostBook()], events(BOOK[:5]))
    assert [item.outcome for item in items(connection)[2:]] == ["", ""]
    feed(connection, [PostBook()], list(events(BOOK))[5:])
    assert [(item.outcome, item.ended_day) for item in items(connection)[2:]] == [
        ("delivered", "2026-03-08"),
        ("undeliverable", "2026-03-09"),
    ]
    assert connection.execute("SELECT count(*) FROM post_on_its_way").fetchone() == (0,)


def test_one_by_one_and_all_at_once_make_the_same_book(connection):
    for event in events(BOOK):
        feed(connection, [PostBook()], [event])
    live = digests(connection, [PostBook()])
    with sqlite3.connect(":memory:") as other:
        create_tables(other, [PostBook()])
        feed(other, [PostBook()], events(BOOK), whole=True)
        assert digests(other, [PostBook()]) == live
    other.close()
