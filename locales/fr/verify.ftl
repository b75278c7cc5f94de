# vigie verify

verify-good = Tout est comme écrit :
verify-untold = { $file } : { $what }
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

# Ce qui n’est pas comme écrit.
what-it-is-missing = il manque
what-it-is-not-what-was-written = ce n’est pas ce qui fut écrit
what-its-digest-does-not-match = son empreinte n’est pas la bonne
what-no-commit-lists-it = aucun commit ne le cite
what-the-record-of-this-commit-was-removed = l’enregistrement de ce commit a été retiré
what-its-list-of-files-is-not-what-came-before = sa liste de fichiers n’est pas celle qui précède
what-segment-and-tombstone-do-not-agree = le segment et sa pierre tombale ne concordent pas
what-its-columns-are-not-those-of-the-table = ses colonnes ne sont pas celles de la table
what-its-recorded-length-is-absurd = sa longueur consignée est absurde
what-its-content-is-not-what-its-id-says = son contenu n’est pas ce que dit son identifiant
what-the-database-finds-its-own-pages-damaged = la base trouve ses propres pages abîmées
what-the-lake-does-not-open--journal--rumours-and-briefs-were-not-looked-at = le lac ne s’ouvre pas : journal, rumeurs et notes n’ont pas été regardés
what-its-bytes-are-no-entry = ses octets ne sont pas une inscription
what-it-was-not-written-by-this-program = ce programme ne l’a pas écrite
what-its-content-does-not-match-its-hash = son contenu ne répond pas à son empreinte
what-it-does-not-follow-from-the-entry-before-it = elle ne suit pas de l’inscription qui précède
what-entries-before-it-are-missing = des inscriptions manquent avant elle
what-it-stands-in-the-place-of-another-entry = elle est à la place d’une autre inscription
what-it-says-something-that-may-not-be-said-about-its-target = elle dit ce qui ne peut être dit de son sujet
