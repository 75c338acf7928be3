"""The archive: one SQLite file of articles and statements, searched and accounted for."""
