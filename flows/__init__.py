"""What Prefect drives: work nobody clicks, each flow a few lines over one service.

This is the only package that imports Prefect, and only its modules that define or run flows do.
``flows.settings``, ``flows.children``, ``flows.server`` and ``flows.windows`` do not, so that the
command line and the console start fast.
"""
