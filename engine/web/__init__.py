"""The console and the REST API: what officers and programs reach over HTTP."""
