"""Telephone calls: every one is logged, with how it began, who answered, and what became of it."""
