"""The web door: what a citizen's phone, a hall display and a technician may ask over HTTP."""
