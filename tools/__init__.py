"""Development tools: generators of the command grammar, the manual and reference pages, and other checks and edits."""
