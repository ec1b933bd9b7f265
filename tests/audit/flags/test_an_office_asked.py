"""A real office asked for red flags: what is told, what is kept of it, and that anybody can ask the same again."""

import json
import shutil
from contextlib import ExitStack, closing

import pytest

from application.envelope import Actor
from audit.cases import WITNESSED, from_office
from audit.flags import Run, UnknownRule, run
from audit.flags.asking import ask, fact_of
from audit.flags.telling import public_text, report_text
from domain.dossier.refusals import NotYourRole
from domain.fact import Refused
from domain.flagging import FlagPeriodBackwards, FlagsRun, NothingToAsk
from domain.flagging import run as kept
from tests.application.an_office import an_office, as_owner, ticket
from tests.application.witnessing.some_witnesses import Bodies, pushed, trusting
from tests.audit.a_small_office import a_small_office
from tests.motcua.commands import motcua
from wording import languages

OFFICERS = ("nt.hoa", "vq.binh", "nd.phuc", "Nguyễn Thị Hoa")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Its second dossier lies open until long after its day."""
    with a_small_office(tmp_path_factory.mktemp("office") / "store") as small:
        small.days_of_work()
        late = small.working()
        small.on("2026-03-25")
        small.office.dossiers.open(late.id, small.binh, "handle")
        small.late = late.code
        small.office.checkpoint()
        yield small


@pytest.fixture
def store(small, tmp_path):
    """A copy of it, to run commands on."""
    root = tmp_path / "store"
    shutil.copytree(small.office.folder.root, root)
    return root


def test_a_late_dossier_is_asked_about_with_its_events_and_its_article(small):
    report = ask(small.office)
    late = [each for each in report.exact if each.rule == "late_without_apology"]
    assert small.late in [each.subject for each in late]
    assert all(evidence.event and evidence.index == evidence.event - 1 for evidence in late[0].evidence)
    told = report_text(report, "en")
    assert "NĐ 61/2018 Điều 19(9)" in told
    assert "not a verdict" in told


@pytest.mark.parametrize("language", languages())
def test_every_report_can_be_told_and_the_public_one_names_nobody(small, language):
    report = ask(small.office, people=True)
    assert report_text(report, language)
    public = public_text(report, language)
    assert not [word for word in (*OFFICERS, small.late, "H20.321-") if word in public]


def test_a_run_is_kept_with_everything_to_make_it_again_and_nobodys_name(small):
    size = small.office.position()
    report = ask(small.office, size=size)
    head = Actor("nd.phuc", "leader", "desk-9")
    run = small.office.flagging.keep(fact_of(report), head)
    assert (run.event, run.by, run.run.size) == (size + 1, "nd.phuc", size)
    again = ask(small.office, Run(first=run.run.first, last=run.run.last), size=run.run.size)
    assert (again.digest, again.parameters, again.rule_set) == (
        run.run.result,
        run.run.parameters,
        run.run.rule_set,
    )
    assert {each.rule: each.count for each in run.run.counts} == report.counts
    assert not [word for word in (*OFFICERS, small.late) if word in str(run.run)]
    assert small.office.flagging.runs()[-1] == run


def test_whoever_works_at_a_counter_does_not_ask(small):
    with pytest.raises(NotYourRole):
        small.office.flagging.keep(fact_of(ask(small.office)), small.hoa)


def test_a_run_over_nothing_and_a_period_backwards_are_refused():
    empty = FlagsRun(rule_set="x", parameters="y", size=0, result="z")
    with pytest.raises(NothingToAsk):
        kept(fact=empty)
    with pytest.raises(FlagPeriodBackwards):
        kept(
            fact=FlagsRun(
                rule_set="x", parameters="y", size=1, first="2026-03-02", last="2026-03-01", result="z"
            )
        )


def test_a_rule_nobody_knows_is_refused(small):
    with pytest.raises(UnknownRule):
        ask(small.office, Run(rules=("nobody",)))
    assert issubclass(UnknownRule, Refused)


def test_the_command_tells_and_keeps_the_run(store):
    answer = motcua("audit", "flags", "--store", store)
    assert answer.code == 0
    assert "Questions from the log" in answer.out
    assert "This run was recorded" in answer.out
    document = motcua("audit", "flags", "--rule", "late_without_apology", "--store", store, "--json").document
    assert document["report"]["ran"] == ["late_without_apology"]
    assert document["run"] > 0


def test_the_public_command_says_only_how_often(store):
    answer = motcua("audit", "flags", "--public", "--store", store, "--json")
    assert set(answer.document) == {"run", "result", "counts"}
    assert not [word for word in OFFICERS if word in answer.out]


def test_the_command_asks_about_a_period(store):
    answer = motcua(
        "audit", "flags", "--from", "01/04/2026", "--to", "30/04/2026", "--store", store, "--json"
    )
    assert answer.document["report"]["exact"] == []
    assert motcua("audit", "flags", "--from", "02/03/2026", "--to", "01/03/2026", "--store", store).code == 1


def test_the_command_refuses_an_unknown_rule_with_the_cure(store):
    answer = motcua("audit", "flags", "--rule", "nobody", "--store", store)
    assert answer.code == 2
    assert "--catalogue" in answer.err


def test_the_catalogue_needs_no_store(tmp_path):
    told = motcua("audit", "flags", "--catalogue", "--store", tmp_path / "none")
    assert "late_without_apology" in told.out
    every = motcua("audit", "flags", "--catalogue", "--json").document
    assert len(every) > 50


def test_a_changed_row_is_a_question(small, tmp_path):
    root = tmp_path / "store"
    shutil.copytree(small.office.folder.root, root)
    as_owner(root, "UPDATE event SET state = CAST(replace(state, 'desk-1', 'desk-2') AS BLOB) WHERE id = 20")
    document = motcua("audit", "flags", "--rule", "not_whole", "--store", root, "--json").document
    assert json.dumps(document["report"]["exact"]).count("not_whole") == 1


def test_a_read_only_copy_is_asked_without_a_record_but_opens_nobodys_particulars(store, monkeypatch):
    monkeypatch.setattr("motcua.flags._writable", lambda store: False)
    answer = motcua("audit", "flags", "--rule", "late_without_apology", "--store", store)
    assert answer.code == 0
    assert "read-only" in answer.out
    refused = motcua("audit", "flags", "--people", "--store", store)
    assert refused.code == 1
    assert "without --people" in refused.err


@pytest.fixture
def witnessed(tmp_path):
    """An office whose clock is months behind that of its witnesses."""
    with ExitStack() as stack, closing(an_office(tmp_path / "store")) as office:
        yield trusting(office, Bodies(tmp_path / "bodies", stack))


def test_an_office_whose_clock_its_witnesses_contradict_is_asked(witnessed):
    before = from_office(witnessed, size=witnessed.position())
    assert WITNESSED not in before.columns
    pushed(witnessed)
    ticket(witnessed)
    pushed(witnessed)

    report = run(from_office(witnessed), Run(rules=("outside_witness_bracket",)))

    assert report.ran == ("outside_witness_bracket",)
    assert {each.blanks["way"] for each in report.exact} == {"early"}
    assert "giờ ghi đã bị lùi lại" in report_text(report, "vi")
