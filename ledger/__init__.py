"""GROUND. Tamper evidence as pure functions: leaf, Merkle tree, tiles, signed notes, proofs, receipt codes.

Needs Python and `cryptography` only, so that a verifier has little to trust; `docs/log-format.md` is the
specification of every byte.
"""
