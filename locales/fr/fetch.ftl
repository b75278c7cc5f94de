# vigie fetch

fetch-target = cible
fetch-kind = genre
fetch-outcome = résultat
fetch-read = lue
fetch-unchanged = rien de nouveau
fetch-not-due = pas encore
fetch-nothing = rien n’est pris
fetch-due-at = à redemander à partir de { $at }
fetch-behind = { $count } entrées restent à lire : la prochaine collecte continue
fetch-no-target = vigie.toml ne nomme aucune cible sur le réseau, donc rien n’est demandé. En nommer une sous [network.NOM], avec kind et url.

# Ce qu’une cible a envoyé et ce qui était attendu.
fetch-no-feed = ce qui est venu n’est pas un flux
fetch-no-feed-hint = gardé dans inbox/kept : voir si l’url mène à une page et non à un flux
fetch-no-checkpoint = ce qui est venu n’est pas le point de contrôle d’un journal
fetch-no-checkpoint-hint = l’url doit être le préfixe de consultation d’un journal statique, sans « checkpoint » à la fin
fetch-shrunk-log = le journal est plus court qu’avant
fetch-shrunk-log-hint = un journal ne fait que grandir : garder network/ tel quel et prévenir ceux qui veillent sur ces journaux
