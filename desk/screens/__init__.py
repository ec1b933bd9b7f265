"""One screen to a file, with its look beside it."""
