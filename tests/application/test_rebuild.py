"""Every read model is folded from the log alone: dropped and built again it is the same, byte for byte."""

import pytest

from tests.application.an_office import (
    AN,
    BINH,
    CITIZEN,
    HOA,
    KIEN,
    KIOSK,
    PHUC,
    again,
    an_office,
    at_counter,
    forward,
    in_process,
    intake,
    on,
)

BATCH = 40
"""Events that a follower takes at once, here."""


def a_busy_week(office):
    """Something of everything."""
    at_counter(office, "1", HOA)
    at_counter(office, "2", AN)
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        on(office, day)
        for group in ("civil_status", "land", "other"):
            for priority in ("", "elderly"):
                office.queue.issue(KIOSK, group=group, priority=priority)
        for counter, by in (("1", HOA), ("2", AN)):
            forward(office, 3)
            called = office.queue.call_next(counter, by)
            office.queue.start(called.id, by)
            office.queue.finish(called.id, "dossier", by)
        office.queue.miss(office.queue.call_next("1", HOA).id, HOA)
        dossier = in_process(office)
        office.dossiers.open(dossier, BINH, "handle")
        office.dossiers.draft_result(dossier, "Giấy khai sinh", BINH)
        office.dossiers.sign_result(dossier, PHUC)
        other = in_process(office)
        office.dossiers.ask_withdrawal(other, "Đổi ý", CITIZEN)
        office.dossiers.grant_withdrawal(other, KIEN)
        office.dossiers.refuse(intake(office), "Không thuộc thẩm quyền", "NĐ 61", HOA)
        office.dossiers.submit_online(intake(office, channel="online"), CITIZEN)
        office.queue.close_day(HOA)


def test_rebuilt_read_models_equal_the_live_ones(office):
    a_busy_week(office)
    live, progress = office.digests(), []
    assert len(live) > 9
    total = office.rebuild(lambda done, of: progress.append((done, of)))
    assert total == office.core.store.last_id()
    assert progress[-1] == (total, total)
    assert office.digests() == live
    a_busy_month_later = in_process(office)
    assert office.dossiers.history(a_busy_month_later), "the office goes on"
    after = office.digests()
    office.rebuild()
    assert office.digests() == after


def test_views_that_were_deleted_are_built_again(office, tmp_path):
    a_busy_week(office)
    live = office.digests()
    beside = again(tmp_path / "store", at=office.now())
    office.folder.views.rename(tmp_path / "old-views.db")
    for suffix in ("-wal", "-shm"):
        office.folder.views.with_name(f"views.db{suffix}").unlink(missing_ok=True)
    assert beside.digests() == live
    beside.close()


def test_views_follow_in_batches_what_other_processes_write(office, tmp_path, monkeypatch):
    monkeypatch.setattr("application.follower.BATCH", BATCH)
    live, beside = office.digests(), again(tmp_path / "store", at=office.now())
    with office.core.store.together():
        for _ in range(BATCH + 7):
            office.queue.issue(KIOSK, group="other")
    assert beside.digests() == office.digests() != live
    beside.close()


def test_an_office_for_reading_folds_the_same_views_in_memory(office, tmp_path):
    a_busy_week(office)
    live = office.digests()
    reading = again(tmp_path / "store", at=office.now(), read_only=True)
    assert reading.digests() == live
    reading.close()


def test_a_rebuild_that_fails_leaves_the_live_models_as_they_were(office):
    a_busy_week(office)
    live = office.digests()

    def interrupted(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.rebuild(interrupted)
    assert office.digests() == live
    office.queue.issue(KIOSK, group="other")


OLDER = (
    "ALTER TABLE ticket DROP COLUMN rule",
    "ALTER TABLE dossier ADD COLUMN of_a_former_version TEXT NOT NULL DEFAULT ''",
    "DROP TABLE lookup",
)


@pytest.mark.parametrize("statement", OLDER)
def test_a_store_of_another_version_is_read_anew_when_it_is_opened(tmp_path, statement):
    office = an_office(tmp_path / "store")
    a_busy_week(office)
    live, at = office.digests(), office.now()
    office.store.writer.execute(statement)
    office.close()

    opened = again(tmp_path / "store", at=at)
    assert opened.digests() == live
    assert opened.queue.issue(KIOSK, group="other").number
    opened.close()


def test_views_of_another_version_are_folded_anew(tmp_path):
    office = an_office(tmp_path / "store")
    a_busy_week(office)
    live, at = office.digests(), office.now()
    table = office._follower.folds[0].tables[0].table
    office._follower.connection.execute(f"ALTER TABLE {table} ADD COLUMN old INTEGER NOT NULL DEFAULT 0")
    office.close()

    opened = again(tmp_path / "store", at=at)
    assert opened.digests() == live
    opened.close()
