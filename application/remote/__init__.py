"""The office over the network: every door reached by one address each, derived from the protocols of the doors.

`wire` is the table of calls, `problems` how a refusal and a fault travel, `client` the office as its clients hold it,
`line` their connection, `news` how they hear that the log has grown, `sessions` who is signed in at the server.
"""

from application.remote.client import RemoteOffice

__all__ = ["RemoteOffice"]
