"""A statement has one writing; a thread goes from question to explanation to its close; nobody speaks for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain import inspection as i

SALT = "5a" * 16
ROOT = "ab" * 32
PLAIN = st.text("abcdefghijklmnopqrstuvwxyzABC0123456789./:-_", min_size=1, max_size=40).filter(
    lambda text: text != "-"
)


def said(kind="question", words="Vì sao chậm?", **more):
    told = {
        "kind": kind,
        "origin": "motcua.example/xa/28321/2026",
        "size": 40,
        "root": ROOT,
        "about": "dossier",
        "subject": "H20.321-260302-0001",
        "index": 7,
        "to": "vq.binh",
        "by": "lq.thanh",
        "made_at": 1_772_000_000_000_000,
        "words": i.digest_of(words, SALT),
    }
    return i.Statement(**(told | more))


def recorded(statement, words="Vì sao chậm?"):
    fact = i.RECORDED[statement.kind]
    return fact(statement=statement.text, signature="— name AAAA\n", words=words, salt=SALT)


def asked():
    question = recorded(said())
    return i.replay([(i.state(i.Thread(), fact=question), 10)])


def test_the_canonical_text_says_on_which_log_and_head_the_inspector_looked():
    assert said().text == (
        "motcua-inspection/v1\n"
        "kind question\n"
        "thread -\n"
        "log motcua.example/xa/28321/2026\n"
        "size 40\n"
        f"root {ROOT}\n"
        "about dossier H20.321-260302-0001\n"
        "index 7\n"
        "to vq.binh\n"
        "by lq.thanh\n"
        "at 1772000000000000\n"
        f"words {i.digest_of('Vì sao chậm?', SALT)}\n"
    )


@given(
    st.builds(
        i.Statement,
        kind=st.sampled_from(i.KINDS),
        thread=st.one_of(st.just(""), PLAIN),
        origin=PLAIN,
        size=st.integers(0, 2**53),
        root=st.just(ROOT),
        about=st.sampled_from(i.SUBJECTS),
        subject=st.one_of(st.just(""), PLAIN),
        index=st.integers(-1, 2**53),
        to=st.one_of(st.just(""), PLAIN),
        by=PLAIN,
        made_at=st.integers(0, 2**53),
        words=st.just("cd" * 32),
    )
)
def test_a_statement_comes_back_from_its_text_as_it_went_in(statement):
    assert i.parse(statement.text) == statement


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: text.replace("size 40", "size 040"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text + "\n",
        lambda text: text.replace("kind question", "kind verdict"),
        lambda text: text.replace("to vq.binh", "to vq binh"),
        lambda text: text.replace("log ", "log  "),
        lambda text: text.replace(ROOT, ROOT.upper()),
        lambda text: "",
        lambda text: text.replace("motcua-inspection/v1", "motcua-inspection/v2"),
    ],
)
def test_any_other_writing_is_no_statement(broken):
    with pytest.raises(i.NotAStatement):
        i.parse(broken(said().text))


@given(st.text(max_size=300))
def test_whatever_is_no_statement_is_refused_and_nothing_else_happens(text):
    with pytest.raises(i.NotAStatement):
        i.parse(text)


def test_a_question_is_open_until_it_is_explained_and_closed_for_good():
    thread = asked()
    assert (thread.state, thread.to, thread.index) == ("open", "vq.binh", 7)
    explained = i.answer(thread, words="Chờ xác minh.", by="vq.binh", is_head=False)
    thread = i.evolve(thread, explained, 20)
    assert (thread.state, thread.answered_at) == ("answered", 20)
    again = i.state(thread, fact=recorded(said(thread=thread.code, words="Chờ ai?"), "Chờ ai?"))
    thread = i.evolve(thread, again, 30)
    assert thread.state == "open"
    closing = i.state(thread, fact=recorded(said("closing", thread=thread.code, words="Rõ."), "Rõ."))
    thread = i.evolve(thread, closing, 40)
    assert (thread.state, thread.closed_at) == ("closed", 40)
    for late in (
        lambda: i.answer(thread, words="Nữa.", by="vq.binh", is_head=False),
        lambda: i.state(thread, fact=recorded(said(thread=thread.code, words="Nữa?"), "Nữa?")),
    ):
        with pytest.raises(i.ThreadClosed):
            late()


def test_a_note_asks_nothing_so_nobody_answers_or_closes_it():
    note = i.replay([(recorded(said("note", to="")), 10)])
    assert note.state == "note"
    with pytest.raises(i.NothingAsked):
        i.answer(note, words="Vâng.", by="vq.binh", is_head=True)
    with pytest.raises(i.NothingAsked):
        i.state(note, fact=recorded(said("closing", thread=note.code, words="Rõ."), "Rõ."))


def test_whoever_was_asked_explains_or_the_head_for_them():
    with pytest.raises(i.NotYoursToAnswer):
        i.answer(asked(), words="Tôi biết.", by="nt.hoa", is_head=False)
    assert (
        i.answer(asked(), words=" Tôi trả lời thay. ", by="nd.phuc", is_head=True).answer
        == "Tôi trả lời thay."
    )


def test_only_the_inspector_who_asked_goes_on():
    thread = asked()
    with pytest.raises(i.NotYourThread):
        i.state(thread, fact=recorded(said(thread=thread.code, by="tr.tra")))


def test_other_words_than_those_that_were_signed_are_refused():
    with pytest.raises(i.OtherWords):
        i.state(i.Thread(), fact=recorded(said(), "Vì sao nhanh?"))


def test_a_statement_is_recorded_once_and_as_what_it_is():
    thread = asked()
    with pytest.raises(i.SaidBefore):
        i.state(thread, fact=recorded(said()))
    with pytest.raises(i.NotAStatement):
        i.state(i.Thread(), fact=i.InspectionNoted(statement=said().text, signature="", words="", salt=SALT))


@pytest.mark.parametrize(("words", "refusal"), [("  ", i.WordsMissing), ("a" * 4001, i.WordsTooLong)])
def test_what_is_said_is_said_and_stays_short(words, refusal):
    with pytest.raises(refusal):
        i.answer(asked(), words=words, by="vq.binh", is_head=False)


def test_an_unknown_thread_is_said_to_be_unknown():
    with pytest.raises(i.NoSuchThread):
        i.answer(i.Thread(), words="Gì?", by="vq.binh", is_head=True)
    with pytest.raises(i.NoSuchThread):
        i.read(i.Thread())
    with pytest.raises(i.NoSuchThread):
        i.state(i.Thread(), fact=recorded(said(thread="TT-00000-00000")))


def test_a_statement_that_nobody_can_read_changes_nothing():
    thread = asked()
    assert i.evolve(thread, i.InspectionAsked(statement="?", signature=""), 99) == thread


def test_the_number_of_a_thread_is_drawn_from_its_first_statement():
    first, other = said(), replace(said(), size=41)
    assert first.code == i.code_of(first.text) != other.code
    assert len(first.code) == len("TT-7K2QX-0MNC4")
    assert said(thread="TT-7K2QX-0MNC4").code == "TT-7K2QX-0MNC4"
