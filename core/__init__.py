"""The ground floor: it knows no school."""
