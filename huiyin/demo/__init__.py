"""The fictional county of 青禾: people, petitions, applications and payments for demonstration only."""
