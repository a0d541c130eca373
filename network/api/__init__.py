"""This room's part of the API, and how a program shows whose name it asks in."""
