"""Why a file of another system is not read: each refusal says what to do about it."""

from domain.fact import Refused


class NoLogFile(Refused):
    """The file is not there, or may not be read."""


class NoKnownLogFormat(Refused):
    """A log to be read is XES, OCEL 2.0 in JSON, or CSV."""


class LogFileBroken(Refused):
    """The file is damaged, or is not of the format that its name says."""


class LogFileDeclaresEntities(Refused):
    """An XES log declares no document type: entities in it could stand for anything, of any length."""


class LogFileTooLarge(Refused):
    """A log is read into memory; one of more bytes than this is cut into parts first."""


class MeaningUnknown(Refused):
    """A column can only stand for something that a log is known to say."""

    wrong_use = True


class NoSuchColumn(Refused):
    """A column that is given a meaning is one of the file."""


class ColumnNotUnderstood(Refused):
    """Without case, activity and time there is no log: some column must stand for each."""


class MomentsNotUnderstood(Refused):
    """The moments of a column are written in a way that can be read."""


class NothingInTheLog(Refused):
    """A log has at least one event that can be read."""


class ZoneUnknown(Refused):
    """A time zone is one that the world knows, such as Asia/Ho_Chi_Minh."""

    wrong_use = True


class ModelBroken(Refused):
    """A model of allowed steps is a TOML file as docs/foreign-logs.md describes it."""
