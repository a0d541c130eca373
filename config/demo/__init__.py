"""The demo network: invented schools and people, built through the services the site uses.

It stands beside the settings because it knows every room; nothing imports it but the commands.
"""
