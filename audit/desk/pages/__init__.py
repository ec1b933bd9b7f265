"""One page to a file."""
