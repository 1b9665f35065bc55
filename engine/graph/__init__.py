"""Procedures as graphs: built from specs, proved, and drawn. Pure."""
