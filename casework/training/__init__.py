"""Trained models of the understanding: asked for, measured, put live behind a gate, and taken back."""
