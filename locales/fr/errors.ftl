# Ce qui n’a pas marché. L’anglais est dans le code ; chaque conseil est un attribut.

wrong-read = { $path } ne peut pas être lu
    .hint = vérifier le chemin et le droit de le lire
wrong-write = { $path } ne peut pas être écrit
    .hint = vérifier que le dossier existe, qu’il peut être écrit et qu’il reste de la place
wrong-folder = { $path } est un dossier
    .hint = nommer les fichiers qu’il contient, par exemple dossier/*
wrong-broken = { $name } ne peut pas être décompressé
    .hint = le fichier semble abîmé ou coupé : le recopier depuis sa source
wrong-unrecognised = { $file } ne ressemble à aucun format connu ici
    .hint = pour un tableau, dire quelle colonne est quoi : --map text=…,author_id=…,published_at=… ; vigie sources montre ce qui peut être lu
wrong-source = il n’y a pas de source « { $id } »
    .hint = vigie sources en donne la liste
wrong-map = il n’y a pas de correspondance « { $name } » dans vigie.toml
    .hint = en ajouter une sous [maps.NOM], ou donner --map
wrong-mandate = il n’y a pas de mandat « { $id } »
    .hint = les mandats sont dans vigie.toml sous [[mandate]] ; sans --mandate, c’est le mandat local
wrong-mandate-ended = le mandat « { $id } » a pris fin le { $end }
    .hint = les mandats sont dans vigie.toml sous [[mandate]] ; sans --mandate, c’est le mandat local
wrong-detector = il n’y a pas de détecteur « { $name } »
    .hint = vigie detector list les montre tous
wrong-detector-near = il n’y a pas de détecteur « { $name } »
    .hint = peut-être « { $nearest } » ? vigie detector list les montre tous
wrong-finding = aucun constat ne commence par { $id }
    .hint = vigie today --since 2020-01-01 montre ce qui a été trouvé
wrong-finding-several = { $count } constats commencent par { $id }
    .hint = donner plus de chiffres de l’identifiant
wrong-reason = dévoiler demande une raison
    .hint = dire pourquoi : --reveal "raison" ; elle est consignée
wrong-moment = « { $text } » n’est pas un moment
    .hint = écrire une date (2027-04-01), une heure (2027-04-01T10:00:00Z), yesterday, ou 2h
wrong-forget = « { $text } » ne désigne rien qui puisse être oublié
    .hint = donner un pseudonyme (A-…), plateforme/compte, une adresse, un jour (2027-04-01) ou une règle comme dans --help
wrong-reveals = le registre des dévoilements est rompu à la ligne { $line }
    .hint = garder le fichier tel quel et chercher qui l’a changé
wrong-project-exists = il y a déjà un vigie.toml dans { $path }
    .hint = le modifier, ou choisir un autre dossier avec --dir

wrong-busy = un autre processus écrit dans le lac { $path }
    .hint = attendre qu’il finisse ; la lecture reste possible
wrong-not-a-lake = { $path } n’est pas un lac : il contient autre chose
    .hint = choisir un dossier vide, ou régler lake.path
wrong-newer = le lac { $path } a été écrit par une version plus récente de Vigie
    .hint = installer cette version
wrong-full = plus de place en écrivant { $path }
    .hint = libérer de la place et recommencer : rien de ce qui était gardé n’est perdu
wrong-read-only = { $path } ne peut pas être écrit : le disque ou le dossier est en lecture seule
    .hint = choisir un dossier qui peut être écrit
wrong-permission = pas le droit d’accéder à { $path }
    .hint = vérifier à qui appartient ce dossier
wrong-commit = il n’y a pas de commit { $wanted } ; le dernier est le { $newest }
    .hint = sans --commit, c’est le dernier qui est lu
wrong-nothing-under = rien n’a été lu sous le mandat « { $id } »
    .hint = vigie doctor nomme les mandats

# Ce que la ligne de commande dit elle-même.
wrong-no-project = il n’y a pas de projet Vigie dans { $path }
    .hint = en créer un avec vigie init, ou nommer son dossier avec --dir
wrong-no-project-here = il n’y a pas de projet Vigie dans ce dossier
    .hint = en créer un avec vigie init, ou nommer son dossier avec --dir
wrong-unwritable = le dossier { $path } ne peut pas être créé
    .hint = choisir un dossier qui peut être écrit, avec --dir ou --keep
wrong-nobody = personne n’est nommé
    .hint = vigie forget --person demande qui, sur un terminal ; dans un script, donner --person QUI
wrong-unconfirmed = l’oubli est sans retour, et personne ne peut confirmer
    .hint = ajouter --yes là où personne ne peut répondre
wrong-refused = rien n’a été oublié
