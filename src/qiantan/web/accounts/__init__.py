"""Pages of people and organisations: sign-in and sign-up (drawn over allauth), organisations with sites and members."""
