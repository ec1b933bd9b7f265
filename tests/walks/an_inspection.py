"""The office that a stranger inspects: the first day of the demonstration, and one land dossier that was left lying."""

from application.clock import SeededChance, SetClock
from application.envelope import Actor
from application.office import Office
from application.ports import Intake
from audit.desk.keys import make_key
from audit.desk.settings import AtTheOffice
from domain.calendar import local_moment
from motcua.demo.run import build

PASSWORD = "tân phước một"
HOA, BINH, PHUC, MAI = (
    Actor("nt.hoa", "reception", "desk-1"),
    Actor("vq.binh", "specialist", "desk-6"),
    Actor("nd.phuc", "leader", "desk-5"),
    Actor("lt.mai", "head", "desk-9"),
)
BIRTH = "1.001193"
QUESTION = "Vì sao hồ sơ quá hẹn mà chưa có văn bản xin lỗi?"
EXPLANATION = "Tôi đi tập huấn, hồ sơ chưa được bàn giao cho người khác."


def prepared(root, days=1):
    """The office, its clock, and the hex id of the dossier that was left lying with vq.binh."""
    build(root, days=days, seed=1)
    clock = SetClock(local_moment("2025-07-02", "08:10"))
    office = Office.at(root, clock=clock, chance=SeededChance(5))
    office.staff.set_password("lq.thanh", PASSWORD)
    procedure = next(code for code in office.catalogue.in_force() if code.startswith(BIRTH))
    intake = Intake(procedure=procedure, applicant="Người Nộp", papers=(("Tờ khai", 1, 0),))
    left = office.dossiers.accept(intake, HOA).id
    clock.set(local_moment("2025-07-02", "09:40"))
    office.dossiers.forward(left, "justice", HOA)
    clock.set(local_moment("2025-07-02", "10:05"))
    office.dossiers.assign(left, "vq.binh", PHUC)
    clock.set(local_moment("2025-07-03", "14:00"))
    office.dossiers.open(left, BINH, "handle")
    clock.set(local_moment("2025-07-03", "15:00"))
    office.dossiers.open(left, PHUC, "supervise")
    office.checkpoint()
    clock.set(local_moment("2025-07-03", "15:30"))
    return office, clock, left


def setting(office, clock, folder):
    signer = make_key(folder / "inspector.key", "thanhtra.example.vn/lq.thanh", SeededChance(9))
    return AtTheOffice(office, signer, clock=clock, chance=SeededChance(10))
