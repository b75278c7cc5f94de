# vigie config show

origin-default = par défaut
origin-command-line = ligne de commande
