"""What a rule is made of: its scopes, the problems it reports, remedies, and types of options."""
