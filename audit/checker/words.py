"""What the checker says, in every language; the one file carries these words with it."""

from wording import languages, sayings

TABLE = "checker."
WORDS: dict[str, dict[str, str]] = {
    language: {
        key[len(TABLE) :]: saying.text
        for key, saying in sorted(sayings(language).items())
        if key.startswith(TABLE)
    }
    for language in languages()
}
