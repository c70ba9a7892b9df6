"""Petitions from lodging to closing: workflow, clocks, routing, history, answers."""
