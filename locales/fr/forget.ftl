# vigie forget

forget-who = Qui faut-il oublier ?
forget-sure = C’est sans retour. Écrire oui pour continuer :
forget-yes = oui
forget-none = Rien ne correspond dans le lac : rien n’a été oublié.
forget-done = Oublié :
forget-segments = { $blanked ->
    [one] { $blanked } segment effacé en partie
   *[other] { $blanked } segments effacés en partie
}, { $removed ->
    [one] { $removed } supprimé
   *[other] { $removed } supprimés
}.
forget-commits = Consigné sous le commit { $commits }.
forget-copies-removed = Copies supprimées : { $files }
forget-copies-left = { $count ->
    [one] 1 copie dans inbox/read et inbox/kept peut encore le contenir : la regarder.
   *[other] { $count } copies dans inbox/read et inbox/kept peuvent encore le contenir : les regarder.
}
forget-source = Qui détient encore la source peut tout ramener : la supprimer là aussi, et des sauvegardes.
forget-visitors-none = Aucune ligne web n’est à raccourcir : celles d’avant { $before } que rien n’a signalées, et les signalées d’avant { $flagged }, l’ont déjà été ou ne contiennent rien à raccourcir.
forget-visitors-would = { $count ->
    [one] 1 ligne web serait raccourcie
   *[other] { $lines } lignes web seraient raccourcies
} : celles d’avant { $before } que rien n’a signalées, et les signalées d’avant { $flagged }.
forget-visitors-done = { $count ->
    [one] 1 ligne web a été raccourcie
   *[other] { $lines } lignes web ont été raccourcies
} (fin de l’adresse, valeurs des requêtes) : celles d’avant { $before } que rien n’a signalées, et les signalées d’avant { $flagged }.
forget-visitors-segments = { $count ->
    [one] 1 segment effacé en partie.
   *[other] { $count } segments effacés en partie.
}
