"""Questions to the database, as plain functions of a Session, one module per theme."""
