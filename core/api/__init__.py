"""What every room's part of the API stands on: reading what was sent, answering in pages, saying what went wrong."""

#: Where all addresses of the API begin.
PREFIX = "/api/v1/"
