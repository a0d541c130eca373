"""What happened in the network, for rooms above to follow up. All are sent inside the transaction of what they tell."""

from django.dispatch import Signal

#: A school left a network. Arguments: network, school, by (a Person, or None for the system).
school_left_network = Signal()
#: A school left the hub. Arguments: school, by. Sent after `school_left_network` for each network it was in.
school_left_hub = Signal()
#: A role in a network began or ended. Arguments: network, person, role (a code), by.
network_role_changed = Signal()
#: A membership ended, and with it the person's access. Arguments: membership, by.
membership_ended = Signal()
