"""Regular expressions that a vault or its configuration brings, matched in linear time."""
