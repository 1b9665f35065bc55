"""A specification compiled and proved without a database: text in, procedure, net and findings out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import SpecError
from engine.graph.build import build
from engine.graph.net import ProcedureNet
from engine.graph.soundness import Verdict, check_soundness
from engine.graph.timeproof import TimeProof, prove_time
from engine.messages import message
from engine.services.checking import check_loaded
from engine.services.spec_files import spec_files
from engine.specs.findings import Finding, Severity
from engine.specs.loader import Loaded, load, load_file
from engine.specs.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a specification text amounts to.

    Attributes:
        procedure: the procedure, or None where errors keep the text from being one.
        net: its net, or None where there is no procedure.
        findings: everything the checks say, in the order of the lines.
    """

    procedure: Procedure | None
    net: ProcedureNet | None
    findings: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        """Tell whether it is a procedure and no finding is an error."""
        wrong = any(each.severity is Severity.ERROR for each in self.findings)
        return self.procedure is not None and not wrong


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of a procedure.

    Attributes:
        verdict: whether every dossier can always finish, and finishes with nothing left over; with a
            run that shows the fault where there is one.
        time: how the limits of the steps add up to the legal limit, case by case.
    """

    verdict: Verdict
    time: TimeProof

    @property
    def sound(self) -> bool:
        """Tell whether it is proved that every dossier can finish."""
        return self.verdict.sound is True

    @property
    def fits(self) -> bool:
        """Tell whether no case of the legal limit is exceeded by the limits of the steps."""
        return self.time.worst.comparison != "above"


def compile_spec(
    spec: str | Path, *, name: str = "procedure.yaml", around: Iterable[Path] = ()
) -> Compiled:
    """Compile the specification of a procedure and say everything that is wrong with it.

    Args:
        spec: the text, or the path of a file with it.
        name: what findings call the file, where ``spec`` is a text.
        around: files and folders with the organisation, the calendars and the other procedures it
            names; without them, what needs them is not checked.

    Raises:
        SpecError: a path does not exist or holds no specification.
    """
    loaded = _read(spec) if isinstance(spec, Path) else load(spec, Path(name))
    known = [load_file(file) for file in spec_files(around)]
    findings = check_loaded((loaded,), known).findings
    procedure = loaded.document if isinstance(loaded.document, Procedure) else None
    return Compiled(procedure, build(procedure) if procedure is not None else None, findings)


def _read(path: Path) -> Loaded:
    if not path.is_file():
        raise SpecError(
            message("Expected a file with a specification, but found “{path}”", path=path)
        )
    return load_file(path)


def prove(compiled: Compiled) -> Proof:
    """Prove that the procedure is sound, and add its limits up.

    Raises:
        SpecError: it is no whole procedure; its findings say why.
    """
    if compiled.net is None or compiled.net.left_out:
        raise SpecError(
            message(
                "Expected a whole procedure to prove, but found {count} findings; correct them first",
                count=len(compiled.findings),
            )
        )
    return Proof(check_soundness(compiled.net), prove_time(compiled.net))
