"""Networks, schools, people: who belongs where, and so who sees what."""
