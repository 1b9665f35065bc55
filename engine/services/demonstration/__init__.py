"""A demonstration office: some hundreds of invented dossiers moved through the published procedures.

Everything happens through the services on a clock of its own, so that every journal is a real one. The
names, numbers and addresses are invented; nothing here is used outside a demonstration or a test.
"""
