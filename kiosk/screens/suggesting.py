"""The suggestion box: a topic, ready sentences or own words, a phone only for who wants to be called, and a code."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.phrases import shortened
from kiosk.screens.entering import SEND as SEND_CODE
from kiosk.screens.entering import EnteringPlace, Entry, attempt, grouped
from kiosk.screens.place import LOWEST, Back, Go, Home, Move, Place, grid, row, spacer
from kiosk.screens.services import Line, LinesPlace, over
from kiosk.screens.writing import WritingPlace
from kiosk.widgets import BigNumber, Target, Tile
from wording.dates import moment_text

TOPICS: dict[str, tuple[str, str]] = {
    "waiting": ("more_counters", "say_how_long"),
    "attitude": ("more_patience", "thank_you"),
    "papers": ("plainer_words", "fewer_papers"),
    "room": ("more_seats", "easier_access"),
    "machines": ("larger_letters", "louder_calls"),
    "other": ("more_online", "other_hours"),
}
"""Each topic with its ready sentences."""
SEND, WRITE, PHONE, DONE, REPORT, REPLY = "send", "write", "phone", "done", "reporting", "reply"
TALLEST = 5
LONGEST_PHONE = 11
SECRET = 8
"""Digits of a code's last part."""


class SuggestingPlace(Place):
    """What is it about? Corruption is no topic: it has a way of its own."""

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("suggesting.question"))
        across = self.plan.across
        tiles = [
            Tile(topic, self.say(f"topic.{topic}"), self.say(f"topic.{topic}_hint"), badge=str(place))
            for place, topic in enumerate(TOPICS, 1)
        ]
        report = Tile(REPORT, self.say("suggesting.reporting"), badge="7", classes="aside")
        tiles += [report, Tile(REPLY, self.say("suggesting.reply"), badge="8", classes="aside")]
        lines = -(-len(tiles) // across)
        room = self.plan.rows - self.question_rows()
        yield from grid(tiles, across, max(LOWEST, min(TALLEST, room // lines)))

    def chosen(self, key: str, tile: Target) -> Move:
        if key in {REPORT, REPLY}:
            return Go(key)
        opinion = self.session.opinion
        if opinion.topic != key:
            opinion.sentences.clear()
        opinion.topic = key
        return Go("sentences")


class SentencesPlace(Place):
    """Ready sentences to press; own words and a phone for whoever wants them."""

    def compose(self) -> ComposeResult:
        asked = self.say("sentences.question"), self.say("sentences.hint")
        yield from self.question(*asked)
        opinion = self.session.opinion
        room = self.plan.rows - self.question_rows(*asked) - LOWEST - 1
        tiles = [
            Tile(
                sentence,
                self.say(f"sentence.{sentence}"),
                badge=str(place),
                ticked=sentence in opinion.sentences,
            )
            for place, sentence in enumerate(TOPICS[opinion.topic], 1)
        ]
        tiles.append(Tile(WRITE, *self._written(), badge="3"))
        tiles.append(Tile(PHONE, *self._phone(), badge="4"))
        across = self.plan.across
        yield from grid(tiles, across, max(LOWEST, min(TALLEST, room // -(-len(tiles) // across))))
        yield spacer()
        yield row([Tile(SEND, self.say("sentences.send"), badge="0", classes="button")], LOWEST)

    def _written(self) -> tuple[str, str]:
        words = self.session.opinion.words
        hint = (
            shortened(words, self.inner(self.plan.across), 1) if words else self.say("sentences.write_hint")
        )
        return self.say("sentences.write"), hint

    def _phone(self) -> tuple[str, str]:
        return self.say("sentences.phone"), self.session.opinion.phone or self.say("sentences.phone_hint")

    def chosen(self, key: str, tile: Target) -> Move:
        if key == WRITE:
            return Go("suggestion_words")
        if key == PHONE:
            return Go("suggestion_phone")
        if key == SEND:
            return self._sent()
        sentences = self.session.opinion.sentences
        (sentences.add if tile.ticked else sentences.discard)(key)
        return None

    def _sent(self) -> Move:
        move = attempt(self, self._leave, Go("suggested"), "kiosk.sentences.now")
        if self.session.opinion.seen is not None:
            over(self.session)
        return move

    def _leave(self) -> None:
        opinion = self.session.opinion
        opinion.seen = self.office.feedback.leave(
            opinion.said, self.scene.front.citizen, command=opinion.command
        )


class SuggestionWordsPlace(WritingPlace):
    def asked(self) -> tuple[str, str]:
        return self.say("suggestion_words.question"), self.say("suggestion_words.hint")


class SuggestionPhonePlace(EnteringPlace):
    """A phone is never asked for: it is for who wants to be called."""

    def asked(self) -> tuple[str, str]:
        return self.say("suggestion_phone.question"), self.say("suggestion_phone.hint")

    def entries(self) -> tuple[Entry, ...]:
        phone = self.session.opinion.phone
        label, example = self.say("suggestion_phone.label"), self.say("suggestion_phone.example")
        return (Entry(label=label, example=example, text=phone, shown=_phone_grouped(phone), digits=True),)

    def put(self, at: int, text: str) -> None:
        digits = "".join(each for each in text if each in "0123456789")
        self.session.opinion.phone = digits[:LONGEST_PHONE]

    def send_label(self) -> str:
        return self.say("writing.keep")

    def entered(self) -> Move:
        return Back()

    def sent(self) -> Move:
        return Back()


class SuggestedPlace(Place):
    """Thanks, and the code under which the answer will be found."""

    def load(self) -> None:
        seen = self.session.opinion.seen
        if seen is None:
            raise LookupError("nobody comes here without a suggestion")
        self.code = seen.code

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("suggested.question"))
        if not self.code:
            yield from self._kept()
            return
        yield Static(self.say("suggested.code"), classes="line -wide", markup=False)
        if not self.plan.short:
            yield spacer()
        for part in (self.code[:-SECRET], self.code[-SECRET:]):
            yield Vertical(BigNumber(part, 1), classes="middle code")
        if not self.plan.short:
            yield spacer()
        yield Static(self.say("suggested.keep"), classes="line -wide -strong", markup=False)
        if not self.plan.short:
            yield Static(self.say("suggested.answer"), classes="line -wide -muted", markup=False)
        yield row([Tile(DONE, self.say("rated.done"), badge="0", classes="button")], LOWEST)

    def _kept(self) -> ComposeResult:
        """The office has not heard of it yet, and so there is no code; nothing is promised that cannot be kept."""
        yield spacer()
        yield Static(self.say("cut_off.suggestion"), classes="line -wide -strong", markup=False)
        yield spacer()
        yield row([Tile(DONE, self.say("rated.done"), badge="0", classes="button")], LOWEST)

    def chosen(self, key: str, tile: Target) -> Move:
        return Home()


class ReplyPlace(EnteringPlace):
    """Has the office answered? The code that was given for a suggestion says so."""

    def asked(self) -> tuple[str, str]:
        return self.say("reply.question"), self.say("reply.hint")

    def entries(self) -> tuple[Entry, ...]:
        code = self.session.opinion.code
        label, example = self.say("reply.label"), self.say("reply.example")
        return (Entry(label=label, example=example, text=code, shown=grouped(code), digits=True),)

    def put(self, at: int, text: str) -> None:
        self.session.opinion.code = "".join(each for each in text if each in "0123456789")

    def chosen(self, key: str, tile: Target) -> Move:
        return self.sent() if key == SEND_CODE else super().chosen(key, tile)

    def sent(self) -> Move:
        return attempt(self, self._follow, Go("replied"), "kiosk.reply.now")

    def _follow(self) -> None:
        front, opinion = self.scene.front, self.session.opinion
        opinion.seen = self.office.feedback.follow(opinion.code, front.citizen)


class RepliedPlace(LinesPlace):
    """The answer, or that it is still being written."""

    def load(self) -> None:
        seen = self.session.opinion.seen
        if seen is None:
            raise LookupError("nobody comes here without a suggestion")
        self.seen = seen

    def asked(self) -> tuple[str, str]:
        return self.say("replied.question", number=self.seen.number), ""

    def lines(self) -> Sequence[Line]:
        seen = self.seen
        topic = self.say(f"topic.{seen.topic}")
        left = self.say("replied.left", topic=topic, moment=moment_text(seen.left_at, self.language))
        if not seen.answered_at:
            return [(left, "-muted -apart"), (self.say("replied.waits"), "-strong")]
        at = self.say("replied.answered", moment=moment_text(seen.answered_at, self.language))
        return [(left, "-muted"), (at, "-muted -apart"), (seen.answer, "-strong")]

    def ways(self) -> list[Tile]:
        return [Tile(DONE, self.say("rated.done"), badge="0", classes="button")]

    def chosen(self, key: str, tile: Target) -> Move:
        return Home() if key == DONE else super().chosen(key, tile)


def _phone_grouped(phone: str) -> str:
    """«0903 000 123»."""
    return f"{phone[:4]} {grouped(phone[4:], 3)}".strip()
