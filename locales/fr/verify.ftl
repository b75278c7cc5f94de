# vigie verify

verify-good = Tout est comme écrit :
verify-bad = { $count ->
    [one] { $count } fichier n’est pas comme écrit :
   *[other] { $count } problèmes :
}
verify-read = { $files ->
    [one] { $files } fichier de table
   *[other] { $files } fichiers de table
}, { $segments ->
    [one] { $segments } segment
   *[other] { $segments } segments
}, { $bytes } lus.
verify-tombstones = { $count ->
    [one] { $count } oubli consigné, accepté.
   *[other] { $count } oublis consignés, acceptés.
}
verify-reveals = { $count ->
    [one] { $count } dévoilement consigné.
   *[other] { $count } dévoilements consignés.
}
verify-head = Commit { $commit }, tête { $head }
verify-advice-head = Comparer les chiffres avec le pied de la note. S’ils sont justes, des inscriptions du journal manquent : remettre le dossier cases depuis une copie.
verify-advice = Laisser les fichiers tels quels, chercher qui a pu les écrire, et reprendre le lac d’une sauvegarde.
verify-unlisted = { $count ->
    [one] { $count } fichier qu’aucun commit ne cite (laissé par une écriture interrompue, ou étranger).
   *[other] { $count } fichiers qu’aucun commit ne cite (laissés par une écriture interrompue, ou étrangers).
}
verify-journal = { $entries ->
    [one] { $entries } inscription au journal
   *[other] { $entries } inscriptions au journal
} par { $authors ->
    [one] { $authors } auteur
   *[other] { $authors } auteurs
}, tête { $head }
verify-printed = Le journal avait la tête { $head } après { $entry } : ce qui fut dit alors s’y trouve toujours.
verify-briefs = { $count ->
    [one] { $count } note dite, relue.
   *[other] { $count } notes dites, relues.
}
verify-sealed = { $count ->
    [one] { $count } rumeur relue sous sa clé.
   *[other] { $count } rumeurs relues sous leur clé.
}
verify-sealed-closed = il ne s’ouvre pas avec ce fichier de clé : des octets de l’un ou de l’autre ont changé ; reprendre les deux d’une sauvegarde
verify-sealed-newer = écrit par une version plus récente de vigie
verify-sealed-twice = il tient deux fois le même code
verify-sealed-lost = les mots de { $code } manquent : reprendre le fichier d’une sauvegarde
verify-sealed-other = { $code } est autrement au journal
verify-sealed-unrecorded = { $code } est scellée, et aucune inscription n’en parle : une commande fut interrompue ; l’inscrire de nouveau
