"""Support for shells: the commands as data, completion, the completion scripts, and the help topics."""
