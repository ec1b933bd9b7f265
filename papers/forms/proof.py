"""The proof that goes with a receipt: a code anybody can check without a network, and the fingerprint to compare."""

import msgspec

from papers.contents import Proof
from papers.sheet import ProofCode, Sheet
from papers.voice import Voice
from wording import say, sayings

TEMPLATE = "proof-1"


def with_proof(sheet: Sheet, proof: Proof, language: str) -> Sheet:
    """The same paper with the block below it. It is no part of the content that was given out and kept."""
    voice = Voice(TEMPLATE, language)
    lines = (
        voice("not_a_link", site=proof.site),
        voice(proof.state, witnesses=", ".join(_called(each, language) for each in proof.witnesses)),
        voice("fingerprint", origin=proof.origin, fingerprint=proof.fingerprint),
    )
    block = ProofCode(voice("title"), proof.code, voice("alt"), lines)
    return msgspec.structs.replace(sheet, blocks=(*sheet.blocks, block))


def _called(witness: str, language: str) -> str:
    """The bodies that offices ask by default have names; others are called as the office's policy calls them."""
    key = f"witness.{witness}"
    return say(key, language) if key in sayings(language) else witness
