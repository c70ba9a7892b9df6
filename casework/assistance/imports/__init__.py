"""Bringing in the tables that offices have, and keeping what cannot be taken with its reason."""
