"""What the writer and the reader of BPMN 2.0 files share: namespaces, and our own additions to them."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
WAYPOINTS = "http://www.omg.org/spec/DD/20100524/DI"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
MOTCUA = "urn:motcua:bpmn:1"
"""Namespace of what BPMN has no place for: limits as they are printed, codes, kinds of waits and ends."""

CEL = "https://cel.dev"
"""The ``language`` of conditions on the dossier's data."""
WORDS = "urn:motcua:duration"
"""The ``language`` of durations that ISO 8601 cannot say, such as working days."""
OUTCOME_CONDITION = 'outcome == "{outcome}"'
"""The condition of a flow that a person or an automatic step chooses."""
