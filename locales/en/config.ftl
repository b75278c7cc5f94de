# vigie config show

origin-default = default
origin-command-line = command line
