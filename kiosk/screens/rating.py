"""How was it? A finished visit is rated by one of five faces; who was not content may say why, unknown to anybody."""

from typing import get_args

from textual.app import ComposeResult
from textual.widgets import Static

from domain.feedback import LOW, RatingReason
from kiosk.phrases import rows_of, shortened
from kiosk.screens.entering import EnteringPlace, Entry, attempt
from kiosk.screens.place import LOWEST, Go, Home, Move, Place, grid, row, spacer
from kiosk.screens.services import over
from kiosk.screens.writing import WritingPlace
from kiosk.widgets import Target, Tile
from kiosk.widgets.faces import FaceTile
from wording import say

SCORES = (5, 4, 3, 2, 1)
REASONS: tuple[str, ...] = get_args(RatingReason)
CHARGE = "unlisted_charge"
NEXT, SEND, WRITE, DONE = "next", "send", "write", "done"
SHORT, NUMBER = 4, 8
"""Most letters of a ticket's code that are asked for, and of its number."""
TALLEST_FACE, TALLEST_REASON = 12, 6


class RatingPlace(EnteringPlace):
    """Which visit? The ticket is scanned, or its number and the first letters of its code are typed."""

    def asked(self) -> tuple[str, str]:
        return self.say("rating.question"), self.say("rating.hint")

    def entries(self) -> tuple[Entry, ...]:
        opinion = self.session.opinion
        return (
            Entry(
                label=self.say("rating.number"),
                example=self.say("rating.number_example"),
                text=opinion.number,
            ),
            Entry(
                label=self.say("rating.code"),
                example=self.say("rating.code_example"),
                text=opinion.short_code,
            ),
        )

    def put(self, at: int, text: str) -> None:
        if at:
            self.session.opinion.short_code = text[:SHORT]
        else:
            self.session.opinion.number = text[:NUMBER]

    def sent(self) -> Move:
        self.session.opinion.secret = ""
        return to_faces(self)


def to_faces(place: Place) -> Move:
    """On to the faces, if the visit that was shown can be rated now."""
    front, opinion = place.scene.front, place.session.opinion
    return attempt(
        place,
        lambda: place.office.feedback.visit(opinion.shown, front.citizen),
        Go("faces"),
        "kiosk.rating.now",
    )


class FacesPlace(Place):
    """One press is the whole answer."""

    def compose(self) -> ComposeResult:
        asked = self.say("faces.question"), self.say("faces.hint")
        yield from self.question(*asked)
        room = self.plan.rows - self.question_rows(*asked)
        faces = [FaceTile(score, self.say(f"score.{score}")) for score in SCORES]
        if self.plan.narrow:
            yield from grid(faces, 1, max(LOWEST, min(TALLEST_REASON, room // len(faces))))
        else:
            yield spacer()
            yield row(faces, min(TALLEST_FACE, room - 2))
            yield spacer()

    def chosen(self, key: str, tile: Target) -> Move:
        opinion = self.session.opinion
        opinion.score = int(key.partition(":")[2])
        if opinion.score > LOW:
            opinion.reasons.clear()
            return Go("rating_send")
        return Go("reasons")


class ReasonsPlace(Place):
    """Why not? Each reason is one press, and none is asked for."""

    def compose(self) -> ComposeResult:
        asked = self.say("reasons.question"), self.say("reasons.hint")
        yield from self.question(*asked)
        across = self.plan.across
        lines = -(-len(REASONS) // across)
        room = self.plan.rows - self.question_rows(*asked) - LOWEST - 1
        height = max(LOWEST, min(TALLEST_REASON, room // lines))
        yield from grid([self._reason(place) for place in range(len(REASONS))], across, height)
        yield spacer()
        yield row([Tile(NEXT, self.say("next"), badge="0", classes="button")], LOWEST)

    def _reason(self, place: int) -> Tile:
        reason = REASONS[place]
        ticked = reason in self.session.opinion.reasons
        return Tile(reason, self.say(f"reason.{reason}"), badge=str(place + 1), ticked=ticked)

    def chosen(self, key: str, tile: Target) -> Move:
        if key == NEXT:
            return Go("rating_send")
        reasons = self.session.opinion.reasons
        (reasons.add if tile.ticked else reasons.discard)(key)
        return None


class RatingSendPlace(Place):
    """What will be sent, and what nobody will know."""

    AIRY = True

    def compose(self) -> ComposeResult:
        opinion, width = self.session.opinion, self.plan.columns - 4
        yield from self.question(self.say("rating_send.question"))
        yield spacer()
        yield Static(self.say(f"score.{opinion.score}"), classes="line -strong -apart", markup=False)
        reasons = "; ".join(self.say(f"reason.{reason}") for reason in REASONS if reason in opinion.reasons)
        words = f"«{opinion.words}»" if opinion.words else ""
        lines = [(reasons, ""), (words, ""), (self.say("rating_send.protected"), "-muted")]
        if CHARGE in opinion.reasons:
            lines.insert(1, (charge_words(self), "-warn"))
        room = self.plan.rows - self.question_rows() - 4 - LOWEST
        for text, look in lines:
            told = shortened(text, width, 3)
            room -= rows_of(told, width) if text else 0
            if text and room >= 0:
                yield Static(told, classes=f"line -wide {look}", markup=False)
        yield spacer()
        write = Tile(WRITE, self.say("rating_send.write"), badge="1", classes="aside")
        yield row([write, Tile(SEND, self.say("rating_send.send"), badge="0", classes="button")], LOWEST)

    def chosen(self, key: str, tile: Target) -> Move:
        if key == WRITE:
            return Go("rating_words")
        move = attempt(self, self._send, Go("rated"), "kiosk.rating.now")
        if move == Go("rated"):
            over(self.session)
        return move

    def _send(self) -> None:
        opinion = self.session.opinion
        self.office.feedback.rate(
            opinion.shown,
            opinion.score,
            self.scene.front.citizen,
            reasons=tuple(reason for reason in REASONS if reason in opinion.reasons),
            words=opinion.words,
            command=opinion.command,
        )


class RatingWordsPlace(WritingPlace):
    """In own words, for whoever wants to."""

    def asked(self) -> tuple[str, str]:
        return self.say("rating_words.question"), self.say("rating_words.hint")


class RatedPlace(Place):
    """Thanks, and where to go with what a rating cannot mend."""

    AIRY = True

    def compose(self) -> ComposeResult:
        yield from self.question(self.say("rated.question"))
        yield spacer()
        yield Static(self.say("rated.kept"), classes="line -wide -strong -apart", markup=False)
        yield Static(self.say("rating_send.protected"), classes="line -wide -apart", markup=False)
        if CHARGE in self.session.opinion.reasons:
            yield Static(charge_words(self), classes="line -wide -warn", markup=False)
        yield spacer()
        yield row([Tile(DONE, self.say("rated.done"), badge="0", classes="button")], LOWEST)

    def chosen(self, key: str, tile: Target) -> Move:
        return Home()


def charge_words(place: Place) -> str:
    """Whoever was made to pay what is on no tariff is told whom to call, in confidence."""
    return say("kiosk.rated.charge", place.language, hotline=place.scene.front.unit.hotline)
