"""The logs of an office, one for each year, and a stranger who verifies them all."""

from audit.verify import verify
from tests.application.an_office import rows

NEXT_YEAR = "2027-01-04"
BASE = "motcua.local/xa/28321"


def logs(office):
    return rows(office.folder.root, "SELECT number, origin, start FROM log ORDER BY number")


def whole(office):
    """Verified by a stranger, who then tells the verdict."""
    verdict = verify(office.folder.root)
    assert verdict.ok, verdict.problems
    return verdict
