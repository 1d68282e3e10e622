"""Who: people, organisations, sites, memberships, and the viewer every read asks for."""
