"""The pure core: a command and a state go in, events come out.

Nothing here reads a clock, a database or a random number; ``now``, ids and everything known about the
office come in as arguments.
"""
