"""Every word a person reads, one Fluent file per language, and the crisis cards."""
