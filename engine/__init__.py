"""Một Cửa: the engine that runs electronic internal procedures.

The floors and their import rules are described in ``docs/explanation/architecture.md``.
"""
