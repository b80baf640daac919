"""What a shell needs: the commands as data, what could come next on a line, the scripts that ask, the help topics."""
