"""Commands about specifications: check, publish, graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from engine.cli.files import write
from engine.cli.findings import FindingFormat, annotation, as_json, concise, shown_in_full
from engine.cli.office import opened_office
from engine.cli.speech import complain, language, say, say_json, say_table
from engine.errors import NotFoundError, SpecError
from engine.messages import message
from engine.specs.findings import Severity

if TYPE_CHECKING:
    from engine.graph.net import ProcedureNet
    from engine.services.catalogue_checking import CatalogueCheck
    from engine.services.check_cache import CheckCache
    from engine.specs.organisation import OrganisationSpec

_SHIPPED = Path("procedure_specs")


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; without any, procedure_specs.")
    ] = None,
    form: Annotated[
        FindingFormat, typer.Option("--format", help="How findings are written.")
    ] = "full",
    fix: Annotated[
        bool, typer.Option("--fix", help="Correct first what is certain, such as missing quotes.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Judge every file again, and remember nothing.")
    ] = False,
    cache_dir: Annotated[
        Path | None,
        typer.Option(
            "--cache-dir", help="Remember there what was judged; else in the user's cache."
        ),
    ] = None,
) -> None:
    """Check specification files: form, names, soundness and time limits."""
    from engine.services.catalogue_checking import check_catalogue

    if fix:
        from engine.cli.fixing import fix_files

        fix_files(paths or [_SHIPPED])
    found = check_catalogue(paths or [_SHIPPED], None if no_cache else _cache(cache_dir))
    _print(found, form)
    if any(finding.severity is not Severity.INFORMATION for finding in found.findings):
        raise typer.Exit(1)


def _cache(named: Path | None) -> CheckCache | None:
    from engine.cli.cache_folder import cache_folder
    from engine.services.check_cache import CheckCache

    folder = named or cache_folder()
    return None if folder is None else CheckCache(folder)


def _print(found: CatalogueCheck, form: FindingFormat) -> None:
    if form == "json":
        told = [as_json(finding, language()) for finding in found.findings]
        say_json(files=len(found.files), findings=told)
        return
    if form == "sarif":
        from engine.cli.sarif import as_sarif
        from engine.specs.rules import RULES

        say(as_sarif(found.findings, RULES, language()))
        return
    show = {"full": shown_in_full, "concise": concise, "github": annotation}[form]
    for finding in found.findings:
        say(show(finding, language()))
    if form != "full":
        return
    if found.findings:
        say(
            message(
                "Findings: {count}, in {files} checked files",
                count=len(found.findings),
                files=len(found.files),
            )
        )
    else:
        say(message("{files} files checked, nothing found", files=len(found.files)))


def publish(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders of specifications.")],
    by: Annotated[str, typer.Option("--by", metavar="OFFICER", help="Who publishes.")],
) -> None:
    """Publish specification files: all of them, or none where one has an error."""
    from engine.services.publishing import publish as publish_files

    with opened_office() as office:
        published = publish_files(office, paths, by)
    say_table(
        (message("Kind"), message("Key"), message("Version"), message("Content hash")),
        [(each.kind, each.key, str(each.number), each.digest[:12]) for each in published.documents],
    )
    for finding in published.findings:
        complain(shown_in_full(finding, language()))
    complain(
        message(
            "In force as published: {count}; new versions: {renewed}; remarks of the check: {remarks}",
            count=len(published.documents),
            renewed=published.renewed,
            remarks=len(published.findings),
        )
    )


def graph(
    what: Annotated[
        str, typer.Argument(metavar="FILE|KEY", help="A file, or the key of a published procedure.")
    ],
    form: Annotated[
        Literal["svg", "mermaid", "bpmn"], typer.Option("--format", help="Picture or text.")
    ] = "svg",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Draw a procedure as SVG, as a Mermaid flowchart or as a BPMN 2.0 file."""
    net, organisation = _net_of_file(Path(what)) if Path(what).is_file() else _published_net(what)
    drawn = _draw(net, organisation, form)
    if output is None:
        typer.echo(drawn, nl=False)
        return
    write(output, drawn)
    complain(message("Written to {path}", path=output))


def _draw(
    net: ProcedureNet,
    organisation: OrganisationSpec | None,
    form: Literal["svg", "mermaid", "bpmn"],
) -> str:
    from engine.catalogue import render
    from engine.graph.bpmn_export import to_bpmn
    from engine.graph.mermaid import to_mermaid
    from engine.graph.svg import to_svg

    roles = organisation.roles if organisation else {}
    positions = organisation.positions if organisation else {}
    if form != "svg":
        to_text = to_mermaid if form == "mermaid" else to_bpmn
        return to_text(net, language(), render=render, role_names=roles, position_names=positions)
    return to_svg(
        net, language=language(), render=render, role_names=roles, position_names=positions
    )


def _net_of_file(path: Path) -> tuple[ProcedureNet, OrganisationSpec | None]:
    from engine.graph.build import build
    from engine.specs.loader import load_file
    from engine.specs.procedures import Procedure

    loaded = load_file(path)
    if not isinstance(loaded.document, Procedure):
        for finding in loaded.findings:
            complain(shown_in_full(finding, language()))
        raise SpecError(message("Expected a procedure in {path}, but it holds none", path=path))
    return build(loaded.document), _organisation_beside(path)


def _organisation_beside(path: Path) -> OrganisationSpec | None:
    """Return the organisation of the nearest folder ``organisation`` above a file, for its names."""
    from engine.specs.loader import load_folder
    from engine.specs.organisation import OrganisationSpec

    for folder in path.resolve().parents:
        if (folder / "organisation").is_dir():
            found = [each.document for each in load_folder(folder / "organisation")]
            return next((each for each in found if isinstance(each, OrganisationSpec)), None)
    return None


def _published_net(key: str) -> tuple[ProcedureNet, OrganisationSpec | None]:
    with opened_office() as office, office.database.reading() as uow:
        rulebook = office.rulebook(uow)
        publication = rulebook.procedures.get(key)
        if publication is None:
            raise NotFoundError(
                message(
                    "Expected a file, or the key of a procedure in force today, but found “{found}”",
                    found=key,
                )
            )
        return office.net(uow, publication.digest), rulebook.directory.spec
