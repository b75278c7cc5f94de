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
ingest-cut-off = il finit au milieu d’un enregistrement ou d’une liste, à la ligne { $line }, et semble coupé
ingest-sheets-all = { $file } : { $count } feuilles lues avec les mêmes colonnes. --sheet NOM n’en lit qu’une.
ingest-sheets-left = { $file } : seule la feuille demandée est lue. Pas lues : { $names }.
ingest-ambiguous = Dire lequel vient d’abord, et relire le fichier : date_order={"\u0027"}day-first{"\u0027"} (le jour) ou date_order={"\u0027"}month-first{"\u0027"} (le mois) dans la correspondance.

# Comment les dates sont lues, et pourquoi.
ingest-dates-day = Dates de { $field } : le jour vient d’abord, car la ligne { $line } y a un jour au-dessus de 12.
ingest-dates-month = Dates de { $field } : le mois vient d’abord, car la ligne { $line } a derrière lui un jour au-dessus de 12.
ingest-dates-points = Dates de { $field } : avec des points, donc le jour vient d’abord.
ingest-dates-counted = Dates de { $field } : des nombres de jours, comptés comme dans un tableur depuis la fin de 1899.

# Pourquoi une ligne est écartée.
reject-format = pas dans ce format
reject-too-long = trop longue
reject-binary = octets binaires
reject-json = JSON abîmé
reject-csv = CSV abîmé
reject-missing-field = un champ nécessaire manque
reject-rounded-id = un identifiant arrondi
reject-truncated = coupée à la fin
reject-ambiguous-date = une date où le jour et le mois ne se distinguent pas
reject-other = autre

# Un schéma qui nomme ce qui n’est pas là.
ingest-absent = { $column } reste vide : ce fichier n’a pas de champ { $field }.
ingest-absent-needed = Toutes les lignes sont écartées : { $column } a besoin du champ { $field }, que ce fichier n’a pas.
ingest-absent-has = Il a { $fields }.

# Enregistrements lus qui ne sont pas des signaux.
ingest-dropped = Passés, ce ne sont pas des signaux : { $what } ({ $count })
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

# Ce qui était attendu d’une ligne écartée.
detail-the-day-and-the-month-of-its-date-cannot-be-told-apart = le jour et le mois de sa date ne se distinguent pas
detail-a-NUL-byte = un octet nul
detail-a-line-longer-than-a-record-may-be = une ligne plus longue que ne peut l’être un enregistrement
detail-a-message-longer-than-a-record-may-be = un message plus long que ne peut l’être un enregistrement
detail-an-object-longer-than-a-record-may-be = un objet plus long que ne peut l’être un enregistrement
detail-an-element-longer-than-a-record-may-be = un élément plus long que ne peut l’être un enregistrement
detail-a-page-longer-than-a-record-may-be = une page plus longue que ne peut l’être un enregistrement
detail-the-object-is-open-at-the-end = l’objet est ouvert à la fin
detail-an-object-is-open-at-the-end = un objet est ouvert à la fin
detail-the-document-is-open-at-the-end = le document est ouvert à la fin
detail-a-record-is-open-at-the-end = un enregistrement est ouvert à la fin
detail-a-quote-is-open-at-the-end = un guillemet est ouvert à la fin
detail-an-element-is-open-at-the-end = un élément est ouvert à la fin
detail-the-line-ends-inside-the-object = la ligne finit au milieu de l’objet
detail-the-last-line-is-not-complete = la dernière ligne n’est pas entière
detail-objects-or-lists-nest-too-deep = des objets ou des listes s’emboîtent trop
detail-no-object-that-ends = pas d’objet qui finisse
detail-no-JSON-object = pas d’objet JSON
detail-no-object = pas d’objet
detail-no-JSON-object-inside = pas d’objet JSON dedans
detail-a-quote-that-does-not-close = un guillemet qui ne se ferme pas
detail-another-number-of-fields-than-the-header-has = un autre nombre de champs que l’en-tête
detail-the-header-cannot-be-used = l’en-tête ne peut pas servir
detail-none-of-the-mapped-fields = aucun des champs de la correspondance
detail-no-record-of-this-format = pas d’enregistrement de ce format
detail-no-element-of-this-format = pas d’élément de ce format
detail-no-date-at-the-start-of-a-chat = pas de date au début d’une discussion
detail-no-date-at-the-start-of-a-message = pas de date au début d’un message
detail-a-message-without-id = un message sans identifiant
detail-a-message-without-its-chat = un message sans sa discussion
detail-a-post-without-id = une publication sans identifiant
detail-an-item-without-id = un élément sans identifiant
detail-no-id = pas d’identifiant
detail-no-author = pas d’auteur
detail-no-object-id-or-no-account-id = ni object_id ni account_id
detail-no-domain-name = pas de nom de domaine
detail-no-stamp-of-a-system-log = pas d’horodatage de journal système
detail-no-stamp-of-a-service-log = pas d’horodatage de journal de service
detail-no-header-of-a-message = pas d’en-tête de message
detail-no-markup-and-no-text-of-a-page = ni balises ni texte d’une page
detail-neither-an-address--a-title-nor-a-text = ni adresse, ni titre, ni texte
detail-neither-a-message-nor-a-service-message = ni message ni message de service
detail-the-line-does-not-begin-with-an-address = la ligne ne commence pas par une adresse
detail-expected-a-combined-log-line = une ligne de journal combiné était attendue

# D’autres qui ne sont pas des signaux.
dropped-messages-of-the-system = messages du système
