"""YAML documents as typed, immutable specs; every finding has a code and a place.

Pure: reads no database, clock or setting. Only ``loader`` touches files.
"""
