"""Half a year of one commune, lived through the same use cases that kiosk and desks call; every person is invented."""
