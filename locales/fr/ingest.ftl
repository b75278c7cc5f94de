# vigie ingest

ingest-file = fichier
ingest-source = source
ingest-new = nouveaux
ingest-known = connus
ingest-rejected = écartés
ingest-skipped = passés
ingest-size = taille
ingest-total = total

ingest-incomplete = pas lu jusqu’au bout : { $why }. Ce qui a été lu est gardé.
ingest-set-aside = { $count ->
    [one] { $count } ligne écartée
   *[other] { $count } lignes écartées
}
ingest-lines = { $count ->
    [one] ligne { $lines }
   *[other] lignes { $lines }
}
ingest-untimed = { $count ->
    [one] { $count } ligne sans heure utilisable
   *[other] { $count } lignes sans heure utilisable
}
ingest-commit = Gardé sous le commit { $commit }, mandat { $mandate }.
ingest-nothing-new = Rien de nouveau : le lac contient déjà tout.

# Pourquoi une ligne est écartée.
reject-format = pas dans ce format
reject-too-long = trop longue
reject-binary = octets binaires
reject-json = JSON abîmé
reject-csv = CSV abîmé
reject-missing-field = un champ nécessaire manque
reject-rounded-id = un identifiant arrondi
reject-truncated = coupée à la fin
reject-other = autre

# Un schéma qui nomme ce qui n’est pas là.
ingest-absent = { $column } reste vide : ce fichier n’a pas de champ { $field }.
ingest-absent-needed = Toutes les lignes sont écartées : { $column } a besoin du champ { $field }, que ce fichier n’a pas.
ingest-absent-has = Il a { $fields }.
