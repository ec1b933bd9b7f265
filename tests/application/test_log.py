"""Whoever knows the event sourcing library finds everything where it always is, on our table."""

import threading
from typing import ClassVar
from uuid import UUID, uuid5

import pytest
from eventsourcing.persistence import IntegrityError, TrackingRecorder
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from application.envelope import Actor, Event
from application.log import Log, WrittenBackwards
from application.reference import NAMESPACE
from audit.verify import verify
from domain.dossier import NoticeSent
from domain.office import DeviceRegistered
from tests.application.an_office import HOA, KIOSK, ended, in_process, program, rows

STREAM = uuid5(NAMESPACE, "a device of the tests")


def line(office, version=1, *, fact=None, at=0, **changed):
    told = {
        "originator_id": STREAM,
        "originator_version": version,
        "unit": "28321",
        "actor": Actor("ct.nam", "technician", "server"),
        "command": "0" * 32,
        "occurred_at": office.now(),
        "recorded_at": at or office.now(),
        "fact": fact or DeviceRegistered(device="board-1", kind="board"),
    }
    return Event(**(told | changed))


def test_an_event_saved_through_the_library_has_its_leaf_and_can_be_verified(office):
    [recorded] = office.log.save(line(office, claims=b'{"n":"1"}'))
    assert recorded.notification.id == office.core.store.last_id()
    assert rows(office.folder.root, "SELECT claims FROM leaf ORDER BY id DESC LIMIT 1") == [(b'{"n":"1"}',)]
    office.checkpoint()
    assert verify(office.folder.root).ok


def test_a_version_that_is_taken_raises_the_librarys_own_error(office):
    office.log.save(line(office, 1), line(office, 2))
    last = office.core.store.last_id()
    with pytest.raises(IntegrityError):
        office.log.save(line(office, 3), line(office, 2))
    assert office.core.store.last_id() == last, "nothing of it was written"
    office.log.save(line(office, 3))


def test_a_line_dated_back_or_of_another_unit_is_refused(office):
    with pytest.raises(WrittenBackwards):
        office.log.save(line(office, at=office.now() - 1))
    with pytest.raises(WrittenBackwards):
        office.log.save(line(office, unit="00001"))
    office.log.save(line(office))


def test_the_library_reads_the_history_of_a_dossier_with_its_people(office):
    dossier = in_process(office)
    events = list(office.log.events.get(UUID(hex=dossier)))
    assert [event.fact.NAME for event in events] == [
        "dossier.accepted",
        "paper.issued",
        "dossier.forwarded",
        "dossier.assigned",
    ]
    assert events[0].fact.applicant == "Nguyễn Văn Ẩn Danh"
    assert events[3].actor.id == "nd.phuc"
    last_two = list(office.log.events.get(UUID(hex=dossier), gt=2, desc=True))
    assert [event.originator_version for event in last_two] == [4, 3]
    assert [
        event.originator_version for event in office.log.events.get(UUID(hex=dossier), lte=2, limit=1)
    ] == [1]


def test_notifications_come_in_log_order_and_by_topic(office):
    in_process(office)
    recorder = office.log.recorder
    last = recorder.max_notification_id()
    assert [each.id for each in recorder.select_notifications(1, 10_000)] == list(range(1, last + 1))
    assert [each.id for each in recorder.select_notifications(last - 1, 10)] == [last - 1, last]
    later = recorder.select_notifications(last - 1, 10, inclusive_of_start=False)
    assert [each.id for each in later] == [last]
    [accepted] = recorder.select_notifications(None, 10, topics=["dossier.accepted"])
    assert accepted.topic == "dossier.accepted"
    assert [each.id for each in recorder.select_notifications(1, 10, stop=3)] == [1, 2, 3]


def test_notices_written_by_office_and_library_share_one_history(office):
    dossier = UUID(hex=in_process(office))
    notice = NoticeSent(about="supplement", channel="phone")
    office.log.save(line(office, 5, originator_id=dossier, fact=notice))
    assert office.dossiers.history(dossier.hex)[-1].topic == "notice.sent"
    with pytest.raises(IntegrityError):
        office.log.save(line(office, 5, originator_id=dossier, fact=notice))


class Heard(Projection[TrackingRecorder]):
    name = "heard"
    lines: ClassVar[list[tuple[int, str]]] = []

    def process_event(self, domain_event, tracking):
        self.lines.append((tracking.notification_id, domain_event.fact.NAME))
        self.view.insert_tracking(tracking)


ANOTHER_KIOSK = """
import sys
from pathlib import Path
from tests.application.an_office import KIOSK, again
office = again(Path(sys.argv[1]))
for _ in range(50):
    office.queue.issue(KIOSK, group="other")
office.close()
"""


def test_a_projection_of_the_library_hears_every_event_exactly_once_whoever_wrote_it(office):
    Heard.lines = []
    settings = Log.settings(office.core.store) | {"HEARD_PERSISTENCE_MODULE": "eventsourcing.popo"}
    with ProjectionRunner(
        application_class=Log, projection_class=Heard, view_class=POPOTrackingRecorder, env=settings
    ) as runner:
        elsewhere = program(ANOTHER_KIOSK, office.folder.root)
        threads = [
            threading.Thread(target=lambda: [office.queue.issue(KIOSK, group="results") for _ in range(25)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ended(elsewhere)
        office.dossiers.open(in_process(office), HOA, "check")
        runner.wait(office.core.store.last_id(), timeout=60)
    assert [id for id, _ in Heard.lines] == list(range(1, office.core.store.last_id() + 1))
    assert sum(name == "ticket.issued" for _, name in Heard.lines) == 150


def test_a_subscription_can_begin_anywhere_and_ask_for_some_topics(office):
    in_process(office)
    with office.log.recorder.subscribe(
        gt=5, topics=["dossier.forwarded", "dossier.assigned"]
    ) as subscription:
        assert [next(subscription).topic for _ in range(2)] == ["dossier.forwarded", "dossier.assigned"]
        subscription.stop()
        assert list(subscription) == []


def test_everything_saved_in_one_transaction_stands_together(office):
    before = office.core.store.last_id()
    with pytest.raises(ZeroDivisionError), office.core.store.together():  # noqa: PT012
        office.log.save(line(office))
        raise ZeroDivisionError
    assert office.core.store.last_id() == before
