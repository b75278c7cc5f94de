# vigie inbox et vigie tip

inbox-damaged = le fichier est abîmé, coupé, ou ne peut être lu
inbox-empty-file = le fichier est vide
inbox-spreadsheet = un classeur : l’enregistrer en CSV pour en lire des publications ; un registre de mesures se lit avec vigie measure import
inbox-incomplete = il n’a pas été lu jusqu’au bout : { $why }
inbox-all-rejected = aucune de ses lignes n’a pu être lue ({ $count ->
    [one] { $count } écartée
   *[other] { $count } écartées
})
inbox-note = Écarté le { $at } par Vigie.
    { $why }
    Le fichier est tel qu’il est arrivé. Le corriger, ou nommer son format (vigie sources), puis le remettre dans inbox/.

column-text = le texte de la publication
column-author-id = le numéro ou identifiant du compte ; tient ensemble un compte renommé
column-author-name = le nom du compte
column-published-at = quand elle dit avoir été publiée
column-observed-at = quand on l’a collectée
column-platform = la plateforme ; souvent une constante
column-native-id = l’identifiant de la publication
column-kind = post, repost, reply, article…
column-title = un titre
column-url = l’adresse de la publication
column-language = sa langue
column-link = les liens qu’elle partage
column-hashtag = les mots-dièse
column-domain = les domaines qu’elle partage
column-image = les images, par adresse ou empreinte
column-repost-of = l’identifiant de ce qu’elle republie
column-reply-to = l’identifiant de ce à quoi elle répond
column-label = une étiquette donnée par quelqu’un

inbox-empty = La boîte est vide. Déposer des fichiers dans inbox/, dans le dossier du projet.
inbox-arriving = en cours d’arrivée
inbox-ready = peut être lu
inbox-needs-mapping = quelle colonne est quoi ?
inbox-unknown = inconnu
inbox-read = lu, maintenant dans inbox/read/
inbox-kept = non lu, maintenant dans inbox/kept/

tip-ask-text = Que vous a-t-on dit ?
tip-ask-from = Qui vous l’a dit, autant qu’on peut le nommer ? (peut rester vide)
tip-taken = Reçu sous { $tip }. Ses mots sont le signal { $signal }, consigné sous { $entry }.
tip-none = Personne ne nous a rien dit.

# À quoi ressemble un fichier inconnu.
looks-unknown = autre chose
looks-pdf = un document PDF
looks-picture = une image
looks-sound = un enregistrement sonore
looks-film = un film
looks-program = un programme
looks-database = un fichier de base de données
looks-archive = une archive ou un fichier compressé qui n’est pas ouvert ici
looks-inner-archive = une archive ou un fichier bureautique dans une archive : l’ouvrir et lire ce qu’elle contient
looks-bzip2 = un fichier compressé par bzip2
looks-xz = un fichier compressé par xz
looks-document = un document de traitement de texte
looks-packets = un enregistrement de paquets réseau
looks-binary = des octets binaires
looks-table = un tableau dont personne n’a nommé les colonnes
looks-log = un tableau avec des adresses de machines : connexions ou requêtes, dans des colonnes inconnues ici
looks-polls = un tableau de sondages, pas de publications
looks-json = du JSON d’une forme inconnue
looks-xml = du XML ou du HTML d’une forme inconnue
looks-text = du texte simple
inbox-looks = Cela ressemble à : { $looks }. Aucun format connu ici ; vigie sources les énumère.
inbox-polls = un tableau de sondages, pas de publications : rien n’est à préciser, le lire le range dans { $folder }
inbox-polls-taken = Un tableau de sondages : il se trouve maintenant dans { $folder }, et l’écran « Déclarations et sondages » le montre.
inbox-table = un tableau : dire quelle colonne est quoi ; des propositions sont à côté des colonnes
