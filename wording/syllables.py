"""What a Vietnamese syllable is made of, and whether some letters may still become one."""

from functools import lru_cache
from itertools import product

ONSETS = frozenset(
    "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()  # noqa: SIM905
) | {""}
RIMES = tuple(
    "a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "  # noqa: SIM905
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
    "o oi oc om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
    "oe oen oeo oet ô ôi ôc ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ui uc um un ung up ut ua uôi uôc uôm uôn uông uôt uê uêch uênh uân uâng uât uây uơ uy uya uych uynh uyn uyp "
    "uyt uyu uyên uyêt ư ưi ưc ưm ưn ưng ưt ưu ưa ươ ươi ươc ươm ươn ương ươp ươt ươu "
    "y ych ynh yt yu yêm yên yêng yêt yêu".split()
)
PLAIN = dict(zip("ăâêôơưđ", "aaeooud", strict=True))
VOWELS = frozenset("aăâeêioôơuưy")
STOPS = frozenset("cpt")
NEVER_STOPPED = frozenset("frx")
"""The tones that no syllable ending in a stop has."""


def _beginnings() -> frozenset[str]:
    """Every beginning of every rime, each with any of its marks still to come."""
    found: set[str] = set()
    for rime in RIMES:
        for length in range(len(rime) + 1):
            choices = [(letter, PLAIN.get(letter, letter)) for letter in rime[:length]]
            found.update("".join(way) for way in product(*choices))
    return frozenset(found)


BEGINNINGS = _beginnings()


@lru_cache(8192)
def can_be(low: str, tone: str) -> bool:
    """Whether these letters may still become a Vietnamese syllable with this tone."""
    stopped = low.removesuffix("h")[-1:] in STOPS and any(letter in VOWELS for letter in low)
    if tone in NEVER_STOPPED and stopped:
        return False
    if any(onset.startswith(low) for onset in ONSETS):
        return True
    return any(low.startswith(onset) and low[len(onset) :] in BEGINNINGS for onset in ONSETS)
