"""The commands as they are typed, one module each: arguments, options, and their help."""
