"""OFFICE. Loads a history, asks the domain, writes the answer: the only room that knows storage, clock and chance."""
