"""What officials know and the form cannot say: law and practice of the one-stop mechanism (MC4xx).

Each rule names its source; what the facts at hand do not say is not asked for. Published decisions hold
only rows of a table, so a rule that most of them break is no rule here.
"""

from __future__ import annotations

from engine.graph.law_reception import find_reception
from engine.graph.law_results import find_results
from engine.graph.law_service import find_service
from engine.graph.law_supplements import find_supplements
from engine.graph.law_time import find_terms
from engine.graph.net import ProcedureNet
from engine.specs.findings import Finding, Severity, SourceMap

_MISSING_TIME = {"MC302", "MC303", "MC305"}


def find_law(net: ProcedureNet, source: SourceMap, found: list[Finding]) -> list[Finding]:
    """Return the findings MC4xx of a procedure.

    Args:
        net: the procedure.
        source: where it is written.
        found: what was found on its shape and times; what follows from that is not said again.
    """
    broken = any(each.severity is Severity.ERROR for each in found)
    untold = not any(each.code in _MISSING_TIME for each in found)
    return [
        *find_service(net.procedure, source),
        *find_reception(net, source),
        *find_supplements(net, source),
        *([] if broken else find_results(net, source)),
        *find_terms(net, source, unexplained=untold),
    ]
