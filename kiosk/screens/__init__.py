"""The places a visitor passes on the way to a number; each is built anew from the session whenever it is shown."""
