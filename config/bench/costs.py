"""What a page costs inside: questions to the database, and its weight on a first visit. Runs in the hub's own process."""

#: A teacher of a partner school.
_WHO = "hannah@mar.example"
