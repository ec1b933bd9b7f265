"""A month in the waiting room, person by person through the real office, to measure its rules and promises."""
