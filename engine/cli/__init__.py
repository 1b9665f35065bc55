"""The command line: each command a few lines over one service.

Heavy packages (SQLAlchemy, FastAPI, Prefect's processes) are imported or started inside the commands that
need them, so that ``motcua --help`` and ``motcua check`` answer at once.
"""
