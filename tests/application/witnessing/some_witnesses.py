"""Three witnesses beside an office, how a head reaches them, and somebody who only says that he is one."""

import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from application.witnessing import Asking
from ledger.note import Note
from ledger.policy import DEFAULT_WITNESSES, Witness
from tests.application.an_office import HOA, intake, ticket
from witness.serving import WitnessServer
from witness.witness import Witness as Body
from witness.witness import found

NOON = 1_795_305_600
FIRST, SECOND_ONE, THIRD = DEFAULT_WITNESSES


class Bodies:
    """Three witnesses, each in its folder; the third has no network. Their clock moves a minute with each question."""

    def __init__(self, root, stack):
        self.root, self.now, self.stack = root, NOON, stack
        self.servers = {}
        for name in DEFAULT_WITNESSES:
            found(root / name, f"{name}.example.vn/w1", name.encode().ljust(32)[:32])

    def clock(self):
        self.now += 60
        return self.now

    def body(self, name):
        return Body(self.root / name, self.clock)

    def follow(self, office):
        for name in DEFAULT_WITNESSES:
            for key in office.witnessing.keys.posted():
                self.body(name).follow(key)

    def open(self, name):
        self.servers[name] = self.stack.enter_context(WitnessServer(self.body(name)))
        return self.servers[name].url

    def key(self, name):
        return self.body(name).key.key


def accepted(office):
    return office.dossiers.accept(intake(office), HOA)


def trusting(office, bodies):
    """The office with these witnesses in its policy; the third is reached by stick alone."""
    bodies.follow(office)
    posted = tuple(office.witnessing.keys.posted())
    for name in DEFAULT_WITNESSES:
        url = bodies.open(name) if name != THIRD else ""
        office.witnessing.trust.add(Witness(name, bodies.key(name), url), posted)
    office.checkpoint()
    return office


def push(office, passing_over=()):
    """What came of the last head at each witness."""
    with closing(Asking()) as asking:
        return {each.witness: each.kind for each in office.witnessing.push(asking, passing_over)}


def pushes(office):
    with closing(Asking()) as asking:
        return office.witnessing.push(asking)


def pushed(office):
    ticket(office)
    office.checkpoint()
    return push(office)


def by_stick(office, bodies, old=None):
    """The third witness's reply to a request that was carried to it."""
    asked, _ = office.witnessing.request(THIRD, old)
    status = bodies.body(THIRD).add_checkpoint(bytes(asked)).status
    origin = office.witnessing.keys.posted()[-1].name
    return int(status), bodies.body(THIRD).shown(origin)


def signers(office):
    return [each.name.partition(".")[0] for each in Note.parse(office.checkpoint().encode()).signatures[1:]]


@contextmanager
def a_liar(answer):
    """A «witness» that says to everything what `answer` (status, kind, body) is."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_GET(self):
            status, kind, body = answer if self.command == "POST" else (404, "text/plain", b"")
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
