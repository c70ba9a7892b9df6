"""What residents' words mean, asked of Rasa on loopback."""

from understanding.rasa import Answer, Entity, NotUnderstoodNow, Parsed, Rasa, parsed

Understanding = Rasa

__all__ = ["Answer", "Entity", "NotUnderstoodNow", "Parsed", "Rasa", "Understanding", "parsed"]
