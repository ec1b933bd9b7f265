"""The words people read: `say` them in a language; days, hours and amounts as that language writes them."""

from wording.speech import BlankMissing, Saying, WordMissing, WordsBroken, languages, say, sayings

__all__ = ["BlankMissing", "Saying", "WordMissing", "WordsBroken", "languages", "say", "sayings"]
