"""STREET. A witness: countersigns the heads of other bodies' logs, each of which must extend the one before (C2SP).

A stranger to the office: it needs the ledger and a small folder of its own, and runs on any small machine.
"""
