"""The office's business: petitions, assistance, people, conversations. It knows nothing of chat or web."""
