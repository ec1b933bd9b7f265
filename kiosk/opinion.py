"""What one visitor is about to tell the office of a visit, or of what could be better; forgotten with the session."""

from dataclasses import dataclass, field

from application.clock import SystemChance, new_id
from application.feedback import Suggested, SuggestionView, TicketShown


@dataclass
class Opinion:
    """Filled screen by screen; nothing of it leaves the kiosk before the last one."""

    command: str = field(default_factory=lambda: new_id(SystemChance()).hex)
    """Pressing «send» twice sends once."""
    secret: str = ""
    number: str = ""
    short_code: str = ""
    score: int = 0
    reasons: set[str] = field(default_factory=set)
    topic: str = ""
    sentences: set[str] = field(default_factory=set)
    words: str = ""
    keys: str = ""
    """Of the last word, from which it is composed anew with every key."""
    phone: str = ""
    code: str = ""
    """Of a suggestion whose answer somebody wants to read."""
    seen: SuggestionView | None = None
    """The suggestion that was left, or found."""

    @property
    def shown(self) -> TicketShown:
        return TicketShown(secret=self.secret, number=self.number, short_code=self.short_code)

    @property
    def said(self) -> Suggested:
        sentences = tuple(sorted(self.sentences))
        return Suggested(topic=self.topic, sentences=sentences, words=self.words, phone=self.phone)
