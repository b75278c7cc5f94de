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
ingest-ask-text = Que dit { $file } ?
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

# Enregistrements lus qui ne sont pas des signaux.
ingest-dropped = Passés, ce ne sont pas des signaux : { $count } { $what }
dropped-pictures--scripts-and-other-files-that-are-no-pages = images, scripts et autres fichiers qui ne sont pas des pages
dropped-answers-of-other-protocols = réponses d’autres protocoles
dropped-answers-other-than-200 = réponses autres que 200
dropped-documents-that-are-no-web-pages = documents qui ne sont pas des pages web
dropped-identity-and-account-events = évènements d’identité et de compte
dropped-items-of-platforms-other-than-X--TikTok-and-Instagram = éléments d’autres plateformes que X, TikTok et Instagram
dropped-items-that-are-neither-comment-nor-video = éléments qui ne sont ni commentaire ni vidéo
dropped-likes--follows--blocks-and-lists = mentions j’aime, abonnements, blocages et listes
dropped-service-messages = messages de service
dropped-items-without-content = éléments sans contenu
dropped-addresses-of-further-sitemaps = adresses d’autres plans de site
