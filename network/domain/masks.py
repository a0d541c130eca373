"""Half-hidden addresses: enough to recognise one's own, too little to learn another's."""


def masked_address(email: str) -> str:
    """`kit@hestbeck.example` → `k…@h….example`."""
    name, _at, host = email.rpartition("@")
    domain, _dot, ending = host.rpartition(".")
    return f"{name[:1]}…@{domain[:1]}….{ending}"
