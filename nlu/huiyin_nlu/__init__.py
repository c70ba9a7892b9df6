"""Understanding for Huiyin: from a resident's words to an intent, a category and entities."""
