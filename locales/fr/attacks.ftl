# vigie attacks

attacks-heading = { $attacks ->
    [0] Aucune attaque
    [one] 1 attaque
   *[other] { $attacks } attaques
} du { $from } au { $to }
attacks-heading-none = Aucune ligne d’un journal web, de messagerie ou de connexion n’a été lue
attacks-heading-older = Aucune ligne d’un journal web, de messagerie ou de connexion depuis lors ; la plus récente est du { $day }
attacks-counted = Compté par { $by }
attacks-by-day = jour
attacks-by-target = cible
attacks-by-country = pays
attacks-by-network = réseau
attacks-column-lines = lignes
attacks-column-sources = sources
attacks-column-bursts = salves
attacks-column-attacks = attaques
attacks-column-started = commencées
attacks-column-targeted = visées
attacks-column-background = bruit de fond
attacks-total = ensemble
attacks-quiet-days = { $count } jours sans aucune ne sont pas montrés.
attacks-more-rows = { $count ->
    [one] 1 autre ligne n’est pas montrée ; --format json la donne.
   *[other] { $count } autres lignes ne sont pas montrées ; --format json les donne.
}
attacks-no-networks = Aucune base ne nomme les réseaux. Une base de systèmes autonomes (.mmdb) peut figurer dans vigie.toml : [attacks] network_database = "FICHIER".
attacks-unknown = inconnu
attacks-rule = Comment on compte
attacks-rule-line = Lignes : celles des journaux qui font partie d’une attaque. Sources : les adresses dont elles viennent.
attacks-rule-burst = Salves : les lignes d’une adresse vers une cible sans pause de { $web } minutes (connexions : { $login }). D’autres outils disent alerte ou bannissement.
attacks-rule-attack = Attaques : des salves à moins de { $join } heures l’une de l’autre, réunies par le réseau, l’outil, la liste de noms, l’ordre des chemins ou la charge.
attacks-rule-day = Une attaque compte chaque jour où elle a une ligne ; « commencées » ne la compte qu’une fois. Par pays ou réseau, elle compte là d’où vient la plupart de ses lignes.
attacks-service = Le service tient-il ?
attacks-stands = Comme d’habitude : { $requests } requêtes dans l’heure à partir de { $hour } (d’habitude : { $low } à { $high }), { $errors } % d’erreurs du serveur.
attacks-errors = Beaucoup d’erreurs du serveur : { $errors } % de { $requests } requêtes dans l’heure à partir de { $hour }.
attacks-slow = Lent : dans l’heure à partir de { $hour }, une réponse sur vingt a pris { $took } ou plus (lent à partir de { $usual }), { $requests } requêtes, { $errors } % d’erreurs du serveur.
attacks-latency = Une réponse sur vingt a pris { $took } ou plus (lent à partir de { $usual }).
attacks-latency-new = Une réponse sur vingt a pris { $took } ou plus. On ne sait pas encore ce qui est habituel : il y faut trois jours.
attacks-latency-few = Trop peu de réponses dans la dernière heure pour dire combien de temps elles ont pris.
attacks-latency-none = Ces journaux ne disent pas combien de temps les réponses ont pris. $request_time de nginx, la directive D d’Apache (%D) ou time-taken d’IIS le diraient.
attacks-above = Plus que d’habitude : { $requests } requêtes dans l’heure à partir de { $hour } (d’habitude : { $low } à { $high }), { $errors } % d’erreurs du serveur.
attacks-below = Moins que d’habitude : { $requests } requêtes dans l’heure à partir de { $hour } (d’habitude : { $low } à { $high }). Le site est-il joignable ?
attacks-no-band = { $requests } requêtes dans l’heure à partir de { $hour }, { $errors } % d’erreurs du serveur. On ne sait pas encore ce qui est habituel : il y faut trois jours.
attacks-no-log = Aucun journal web n’a été lu : rien ne peut être dit du service.
attacks-no-hour = Aucune requête depuis lors : rien ne peut être dit du service.
attacks-hour-old = C’était il y a { $hours } heures ; rien de plus récent n’a été lu.
attacks-unusual-errors = { $from } – { $until } : beaucoup d’erreurs du serveur, { $errors } % de { $requests } requêtes.
attacks-unusual-slow = { $from } – { $until } : réponses bien plus lentes que d’habitude, { $requests } requêtes.
attacks-unusual-above = { $from } – { $until } : plus que d’habitude, { $requests } requêtes (d’habitude : jusqu’à { $high } pendant ces heures).
attacks-unusual-below = { $from } – { $until } : moins que d’habitude, { $requests } requêtes (d’habitude : au moins { $low } pendant ces heures).
attacks-unusual-none = { $from } – { $until } : pas une requête (d’habitude : au moins { $low } pendant ces heures). Le site était-il joignable, ou le journal n’a-t-il pas été écrit ?
attacks-unusual-more = { $count ->
    [one] 1 suite plus ancienne de telles heures n’est pas citée.
   *[other] { $count } suites plus anciennes de telles heures ne sont pas citées.
}
attacks-list = Attaques
attacks-more = { $count ->
    [one] 1 autre attaque n’est pas montrée.
   *[other] { $count } autres attaques ne sont pas montrées.
}
attacks-row = { $lines ->
    [one] 1 ligne
   *[other] { $lines } lignes
}, { $sources ->
    [one] 1 adresse
   *[other] { $sources } adresses
}, { $bursts ->
    [one] 1 salve
   *[other] { $bursts } salves
}
attacks-row-at = sur { $targets }
attacks-row-more-targets = et { $count } de plus
attacks-row-tool = outil : { $tool }
attacks-row-joined = réunies par { $reasons }
attacks-row-from = adresses enregistrées en : { $countries }
attacks-label-brute-force = force brute
attacks-label-spraying = arrosage
attacks-label-stuffing = bourrage
attacks-label-spray-or-stuffing = arrosage ou bourrage
attacks-label-scan = balayage
attacks-label-flood = inondation
attacks-label-forwarding-trial = essaie si le serveur de courrier transmet pour des inconnus
attacks-label-refused-mail = courrier refusé encore et encore
attacks-label-attempts = tentatives
attacks-class-sql-injection = injection SQL
attacks-class-cross-site-scripting = script intersite
attacks-class-path-traversal = remontée de chemin
attacks-class-remote-file = fichier distant
attacks-class-command-injection = injection de commande
attacks-class-code-injection = injection de code
attacks-class-template-injection = injection de gabarit
attacks-class-header-injection = injection d’en-tête
attacks-class-known-exploit = faille connue
attacks-class-scanner-tool = outil d’analyse
attacks-class-sensitive-file = fichiers qui ne sont pas pour les visiteurs
attacks-class-open-redirect = renvoi ouvert
attacks-class-invalid-protocol = pas du HTTP
attacks-aim-targeted = nomme la maison
attacks-aim-background = essayé partout
attacks-aim-open = visée non montrée
attacks-outcome-probe = sondage, rien qui agisse
attacks-outcome-attempt = tentative
attacks-outcome-answered = le serveur a répondu normalement : vérifiez
attacks-outcome-login = connexion après des échecs : demandez à la personne
attacks-reason-same-source = même adresse
attacks-reason-same-network = même réseau
attacks-reason-same-tool = même outil
attacks-reason-user-names = même liste de noms
attacks-reason-path-order = même ordre de chemins
attacks-reason-payloads = mêmes charges
attacks-reason-one-name = un nom, beaucoup d’adresses
attacks-reason-wave = une vague d’adresses
attacks-bans-heading = Ce que fail2ban dit avoir banni
attacks-bans = { $banned ->
    [one] { $banned } adresse bannie
   *[other] { $banned } adresses bannies
    }, dont { $in } dans des attaques comptées ici. Sur les { $attacking } adresses des attaques, { $not } n’ont pas été bannies. Un bannissement est le jugement d’un autre programme, selon les règles de ses propres jails.
attacks-rest = Dans aucune attaque
attacks-rest-all = De tous les jours lus, quoi que demande --since.
attacks-rest-visitors = visiteurs et autres qui ne montrent rien
attacks-rest-slips = étourderies : quelques connexions refusées
attacks-rest-own-scanners = nos propres outils d’analyse
attacks-rest-monitors = sondes de disponibilité
attacks-rest-crawlers = robots vérifiés
attacks-origin-heading = Où les adresses sont enregistrées : le dernier maillon, pas l’auteur
attacks-origin = Selon { $databases }. { $unknown } % des adresses n’y figurent pas. Serveurs loués, VPN et machines piratées se trouvent partout : cela ne dit pas qui a voulu quoi que ce soit.
attacks-origin-none = Aucune base de pays n’est nommée, et tout le reste marche sans. Pour en ajouter une, procurez-vous un fichier .mmdb de pays (ou tor-geoipdb de Debian) et nommez-le dans vigie.toml : [attacks] country_database = "FICHIER".
attacks-database = { $name } du { $date }
attacks-database-undated = { $name }, qui ne donne pas de date
attacks-kinds = Par genre de réseau
network-kind-hosting = serveurs loués
network-kind-vpn = VPN ou maillon
network-kind-tor = Tor
network-kind-mobile = téléphones mobiles
network-kind-provider = domiciles et bureaux
network-kind-business = entreprises
network-kind-education = écoles et universités
network-kind-government = administrations
attacks-caveats = Ce que cela ne montre pas
attacks-caveat-log = Un journal ne contient ni le corps des formulaires, ni les témoins, ni les mots de passe : ce qui n’est que là n’est pas compté.
attacks-caveat-hand = Une attaque n’est pas une main. Des salves sont réunies parce qu’elles se ressemblent ; outils et listes sont publics.
attacks-caveat-answer = « Répondu normalement » est un numéro d’état. Le plus souvent, la tentative a été ignorée ; seul l’examen de l’application le dit.
attacks-why = Pourquoi transmettre ces adresses ? (consigné)
hand-over-done = { $addresses ->
    [one] 1 adresse
   *[other] { $addresses } adresses
} de { $attacks ->
    [one] 1 attaque
   *[other] { $attacks } attaques
} dans { $file }, jusqu’au { $until }
hand-over-not-applied = Rien n’a été appliqué. Lisez d’abord le fichier ; pour le charger :
hand-over-remark = Adresses d’attaques, écrites par Vigie et appliquées par personne. À retirer après le { $until }.
hand-over-shared = { $count ->
    [one] 1 adresse que beaucoup de gens partagent (bureau, réseau mobile, école) a été laissée
   *[other] { $count } adresses que beaucoup de gens partagent (bureaux, réseaux mobiles, écoles) ont été laissées
} de côté.
hand-over-hidden = { $count ->
    [one] 1 adresse appartient
   *[other] { $count } adresses appartiennent
} à un VPN ou à Tor : d’autres s’en servent aussi.
hand-over-unknown = { $count ->
    [one] 1 adresse n’est plus détenue.
   *[other] { $count } adresses ne sont plus détenues.
}
hand-over-accepted = Dans { $count ->
    [one] 1 attaque
   *[other] { $count } attaques
}, une connexion a été acceptée après des échecs : demandez à la personne avant de bloquer l’adresse, c’est peut-être la sienne.
hand-over-crawlers = Les robots et sondes que nomme vigie.toml n’y sont pas. Vérifiez les autres avant de les bloquer : un moteur de recherche repoussé oublie le site.
hand-over-jail = Il faut à fail2ban une prison nommée « vigie », avec l’action de votre choix : la liste y bannit et n’en crée pas.
hand-over-hop = Une adresse est le dernier maillon. Demain, elle sera à quelqu’un d’autre.
