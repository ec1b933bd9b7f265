"""`motcua`: a one-stop office in which every act is an immutable, provable event."""

import typer

from motcua import (
    appointment,
    audit,
    backup,
    board,
    calendar,
    cash,
    catalogue,
    device,
    dossier,
    erase,
    feedback,
    guidance,
    inspector,
    key,
    office,
    paper,
    post,
    printer,
    queue,
    rules,
    serving,
    site,
    staff,
    tariff,
    witness,
)

app = typer.Typer(
    name="motcua",
    help="Một Cửa: a one-stop office for a Vietnamese commune in which every act is an immutable, provable event.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

office.add_to(app)
serving.add_to(app)
backup.add_to(app)
erase.add_to(app)
app.command()(board.board)
app.add_typer(catalogue.app, name="catalogue")
app.add_typer(calendar.app, name="calendar")
app.add_typer(dossier.app, name="dossier")
app.add_typer(paper.app, name="paper")
app.add_typer(audit.app, name="audit")
app.add_typer(staff.app, name="staff")
app.add_typer(device.app, name="device")
app.add_typer(key.app, name="key")
app.add_typer(rules.app, name="rules")
app.add_typer(tariff.app, name="tariff")
app.add_typer(cash.app, name="cash")
app.add_typer(appointment.app, name="appointment")
app.add_typer(post.app, name="post")
app.add_typer(queue.app, name="queue")
app.add_typer(site.app, name="site")
app.add_typer(guidance.app, name="guidance")
app.add_typer(inspector.app, name="inspect")
app.add_typer(feedback.app, name="feedback")
app.add_typer(printer.app, name="printer")
app.add_typer(witness.app, name="witness")


def main() -> None:
    app()


if __name__ == "__main__":
    main()
