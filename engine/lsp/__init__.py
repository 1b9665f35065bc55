"""The language server: what ``motcua check`` knows, in the author's editor.

An edge like the command line and the console. It reads documents as the editors hold them, asks the floors
below, and answers in the terms of the Language Server Protocol; it decides nothing about specifications.
"""
