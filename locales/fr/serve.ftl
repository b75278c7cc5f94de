# vigie serve, et ce que le serveur dit de lui-même.

serve-at = Vigie est à l’adresse { $url }
serve-stop = Arrêter avec Ctrl-C.
serve-no-web = Les écrans n’ont pas été construits dans ce programme. Les construire, puis construire le programme à nouveau :
serve-twins = Les données de chaque écran sont ici :

problem-title-unreadable = La demande est illisible
problem-title-refused = Impossible de cette façon
problem-title-forbidden = Refusé
problem-title-unknown = Introuvable
problem-title-outdated = Quelqu’un a été plus rapide
problem-title-too-large = Trop grand
problem-title-not-json = Pas du JSON
problem-title-method = Pas de cette façon
problem-title-busy = Occupé
problem-title-full = Le disque est plein
problem-title-bug = Notre erreur

problem-host = ce serveur ne répond que sous sa propre adresse
problem-host-hint = ouvrir l’adresse affichée par « vigie serve »
problem-origin = la demande vient d’un autre site
problem-origin-hint = ouvrir l’adresse affichée par « vigie serve » et agir là
problem-token = une modification demande le jeton de ce démarrage
problem-token-hint = recharger la page : le serveur a été redémarré
problem-unknown-path = il n’y a rien à cette adresse
problem-unknown-path-hint = /openapi.json donne la liste de tout
problem-method = cette adresse ne répond qu’à d’autres méthodes
problem-method-hint = /openapi.json en donne la liste
problem-not-json = le corps n’est pas marqué comme JSON
problem-not-json-hint = l’envoyer avec Content-Type: application/json
problem-unreadable = le corps est illisible : { $what }
problem-unreadable-hint = /openapi.json montre ce qui est attendu
problem-too-large = le corps dépasse { $limit }
problem-too-large-hint = envoyer moins, ou ajouter le fichier avec « vigie ingest »
problem-bug = quelque chose s’est mal passé ici ; rien n’a été modifié
problem-bug-hint = le journal dit quoi : redémarrer avec --log debug et le signaler
problem-outdated = quelqu’un a écrit à ce sujet pendant la lecture
problem-outdated-hint = regarder le dernier état, puis décider à nouveau
problem-change = ce changement n’existe pas, ou un champ nécessaire manque
problem-change-hint = /openapi.json montre les champs de chaque changement
problem-cut-short = la connexion a été coupée avant la fin du fichier ; rien n’en a été gardé
problem-cut-short-hint = l’envoyer à nouveau
