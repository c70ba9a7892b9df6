"""The ground floor: settings, database, encryption, clock, and the county's own files."""
