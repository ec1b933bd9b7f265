"""STREET. The inspector's door: verify, replay, trail, prove, check, export.

`verify` and `check` trust the ledger alone; the others fold and prove with the office's own parts.
"""
