"""Where the dossiers of an office stand, as a stranger reads it from its file."""

from tests.application.an_office import rows

BASIS = "NĐ 61/2018 Điều 17"


def status(office, dossier):
    return rows(office.folder.root, "SELECT status FROM dossier WHERE stream = ?", dossier)[0][0]


def due(office, dossier):
    return rows(office.folder.root, "SELECT due_original, due_date FROM dossier WHERE stream = ?", dossier)[0]
