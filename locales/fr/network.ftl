# vigie network

network-written = { $lines ->
    [one] { $lines } ligne tirée
   *[other] { $lines } lignes tirées
} de { $shares ->
    [one] { $shares } partage
   *[other] { $shares } partages
}, dans { $file }
network-left-out = { $count ->
    [one] { $count } ligne laissée
   *[other] { $count } lignes laissées
} de côté : sans objet, compte, contenu ou heure utilisable
network-rejected = { $count ->
    [one] { $count } ligne illisible
   *[other] { $count } lignes illisibles
}
network-incomplete = Le fichier n’a pas été lu jusqu’au bout : { $why }

network-unproven = Ce que cela vaut sur de vraies campagnes, mêlées à des comptes ordinaires, n’est pas prouvé. Seuls des groupes factices ont été essayés. Une ligne est une raison de regarder, jamais un verdict.
network-question = Cela peut-il être innocent ?
network-innocent-1 = Sont-ils ouvertement ensemble : sections d’un parti, une même rédaction, une association ? Alors ils en ont le droit.
network-innocent-2 = Un outil de planification ou un bouton de partage publie-t-il pour eux à la minute pile ?
network-innocent-3 = Suivaient-ils à ce moment le même canal, la même alerte, le même direct ?
network-innocent-4 = Était-ce un jour où tout le monde partageait ces quelques choses ?
network-innocent-5 = L’hypothèse 2 l’explique-t-elle ? Alors ceux qui partagent ces choses les partagent à ces heures-là.
network-null-1 = Hypothèse 1 : les mêmes comptes, aussi actifs qu’ils le sont, et les mêmes objets aux mêmes heures, mais redistribués : combien de fois les deux se croiseraient-ils ?
network-null-2 = Hypothèse 2 : chacun partage ce qu’il a partagé, mais les heures sont redistribuées sur chaque objet : combien de fois les deux seraient-ils aussi proches ?
network-heading = { $edges ->
    [0] Aucune paire de comptes n’agit ensemble
    [one] 1 paire
   *[other] { $edges } paires
}{ $groups ->
    [0] {""}
    [one] , 1 groupe
   *[other] , { $groups } groupes
}, au commit { $commit }
network-groups = Groupes
network-pairs = Paires
network-objects = objets
network-window = fenêtre
network-by-null-1 = hypothèse 1 : attendu, p, q
network-by-null-2 = hypothèse 2 : attendu, p, q
network-strength = force
network-strong = forte
network-one-null = une hypothèse peut l’expliquer
network-verdict = décidé
network-finding = constat
network-accounts = comptes
network-more = { $count ->
    [one] 1 autre paire n’est pas listée ; un fichier de graphe la contient.
   *[other] { $count } autres paires ne sont pas listées ; un fichier de graphe les contient.
}
network-gexf-legend = Comptes qui agissent sur les mêmes objets presque au même moment, tels que Vigie les a calculés. Ce n’est pas une liste de coupables : des militants, des partis et des rédactions le font aussi, et ce que cela vaut sur de vraies campagnes n’est pas prouvé. Les noms de comptes ont été tirés pour ce seul fichier et ne mènent nulle part ; les heures sont arrondies à l’heure. groups : les groupes d’un compte, numérotés pour ce seul fichier ; d’un groupe de plus de 50 comptes, les 50 premiers. expected_1, p_1, q_1, season_q : le hasard quand les comptes sont redistribués sur les actes. expected_2, p_2, q_2 : le hasard quand les heures sont redistribuées sur chaque objet. Vide : non calculé.
network-drawn = { $nodes ->
    [one] { $nodes } compte
   *[other] { $nodes } comptes
}, { $edges ->
    [one] { $edges } arête
   *[other] { $edges } arêtes
}, { $groups ->
    [one] { $groups } groupe
   *[other] { $groups } groupes
} dans { $file }
network-gexf-keywords = agir ensemble ; pseudonymes ; un point de départ pour regarder
