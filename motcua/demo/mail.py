"""The postman at the door: what he brings and takes, on records that he and the officer both sign."""

from application.envelope import Actor
from application.office import Office
from application.ports import Intake
from application.post import Incoming, Outgoing
from domain.post import IncomingLine, OutgoingLine

CARRIER, CARRIER_NAME, POSTMAN = "public_post", "Bưu điện xã", "Bưu tá tuyến 2"


class Mail:
    def __init__(self, office: Office) -> None:
        self.post = office.post

    def comes(self, intake: Intake, by: Actor) -> str:
        """One envelope with the papers of a dossier; the number of the signed record."""
        line = IncomingLine(
            procedure=intake.procedure,
            originals=sum(originals for _, originals, _ in intake.papers),
            copies=sum(copies for _, _, copies in intake.papers),
        )
        brought = Incoming(
            carrier=CARRIER,
            carrier_name=CARRIER_NAME,
            postman=POSTMAN,
            lines=(line,),
            senders=(intake.applicant,),
        )
        return self.post.sign(self.post.offer_receipt(brought, by).number, by).number

    def goes(self, dossier: str, addressee: str, by: Actor) -> str:
        """One sealed envelope with a result; the number of the signed record."""
        taken = Outgoing(
            carrier=CARRIER,
            carrier_name=CARRIER_NAME,
            postman=POSTMAN,
            lines=(OutgoingLine(dossier=dossier, code="", originals=1),),
            addressees=(addressee,),
        )
        return self.post.sign(self.post.offer_dispatch(taken, by).number, by).number
