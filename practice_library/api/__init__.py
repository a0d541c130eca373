"""This room's part of the API: reading what is published, and writing drafts that a colleague still has to read."""
