# vigie story

outlet-state-controlled = contrôlé par un État
outlet-state-funded = financé par un État, rédaction indépendante
outlet-public-service = service public
outlet-private = privé
outlet-party = parti
outlet-unknown = non tranché
outlet-accounts = comptes

story-heading = { $about } : { $publications ->
    [0] rien de ce que nous détenons ne le porte
    [one] 1 publication
   *[other] { $publications } publications
}
story-accounts = { $accounts ->
    [one] de 1 compte
   *[other] de { $accounts } comptes
}
story-untimed = { $count ->
    [one] 1 n’a pas d’heure utilisable et n’entre dans aucun ordre.
   *[other] { $count } n’ont pas d’heure utilisable et n’entrent dans aucun ordre.
}
story-first-seen = { $span ->
    [moment] Vu ici pour la première fois le { $from }
   *[other] Vu ici pour la première fois entre { $from } et { $until }
} (heure donnée { $precision ->
    [us] à la microseconde
    [ms] à la milliseconde
    [s] à la seconde
    [min] à la minute
    [h] à l’heure
   *[other] au jour
} près) ; { $tied ->
    [one] rien d’autre de ce que nous détenons n’a pu être plus tôt.
   *[other] { $tied } publications ont pu chacune être la première.
}
story-first = Premières apparitions
story-rank = place
story-ties = ex æquo
story-when = quand
story-precision = à
story-who = qui
story-where = où
story-withheld = un compte
story-curve = Propagation (par pas de { $step }, depuis { $from })
story-edges = Qui nomme qui
story-explicit = Explicites : { $reposts } republications ou transferts, { $replies } réponses, { $links } liens, { $named } avec une source nommée en toutes lettres.
story-inferred = { $count ->
    [one] 1 est venue après et ne nomme rien : aucune direction n’en découle.
   *[other] { $count } sont venues après et ne nomment rien : aucune direction n’en découle.
}
story-contradicted = { $count ->
    [one] 1 lien explicite est contredit par ses horloges.
   *[other] { $count } liens explicites sont contredits par leurs horloges.
}
story-copies = Quasi-copies du premier texte : { $count }
story-copy-equal = mêmes mots
story-path = Porté par, dans l’ordre de première apparition
story-by-accounts = { $accounts ->
    [one] 1 compte
   *[other] { $accounts } comptes
}
story-class-publications = publications
story-class-by = par
story-class-first = vu d’abord le
story-gone = { $who } (supprimée depuis)
story-linked = Médias mis en lien
story-class-date = Les classes de médias sont des lignes datées avec leur source, dans profiles/outlets ; les vôtres ([[outlet]] dans vigie.toml) passent d’abord.
story-leads = Qui vient d’ordinaire en premier sur d’autres objets
story-lead = { $leader } avant { $follower } : { $leads } fois sur { $decided }, ex æquo { $ties }, une fois sur deux en moins de { $median } ; q { $q }
story-coverage = Sur { $references } republications, réponses et liens, { $outside } ({ $percent } %) mènent hors de ce que nous détenons.
story-no-references = Rien n’y renvoie à autre chose.
story-lost = { $lost ->
    [0] Aucune quasi-copie ultérieure n’abandonne la source qu’une autre citait avant elle.
    [one] 1 quasi-copie ultérieure abandonne la source qu’une autre citait avant elle.
   *[other] { $lost } quasi-copies ultérieures abandonnent la source qu’une autre citait avant elles.
}
story-lost-first = La première le { $at }.
story-caveats = Avant d’en parler à quiconque
story-never-origin = Vu ici pour la première fois n’est pas là où cela a commencé : ce qui a été publié ailleurs, plus tôt ou supprimé n’est pas dans les données.
story-translation = Traduction : non recherchée.
story-poor-coverage = Plus de la moitié de ce à quoi cela renvoie n’est pas dans nos données : on ne peut rien dire du premier.
story-deleted = { $count ->
    [one] 1 publication a été supprimée depuis ; ce qui en est dit est un état antérieur.
   *[other] { $count } publications ont été supprimées depuis ; ce qui en est dit est un état antérieur.
}
story-left-out = { $count ->
    [one] 1 publication a été laissée de côté, car il y en a trop.
   *[other] { $count } publications ont été laissées de côté, car il y en a trop.
}
story-ask = Quelle histoire ? Un lien, un #mot-dièse, un domaine, O-…, F-…, RUM-…, ou des mots :
