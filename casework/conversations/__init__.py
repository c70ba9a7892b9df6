"""Talks with residents: what was said, who answers, what a person should look at. One model for all channels."""
