"""The database: the whole schema on one page, encryption at rest, and queries by theme."""
