# vigie check

check-ask = Quelle phrase ?
check-measured = mesuré
check-weak = faible
check-not-in-logs = absent des journaux
check-not-checkable = invérifiable dans des journaux
check-part = { $words } : { $checked }
check-show = voir :
check-lines = les lignes
check-sources = les sources
check-bursts = les salves
check-attacks = les attaques
check-per-day = Par jour, sur { $periods ->
    [one] 1 jour
   *[other] { $periods } jours
} (du { $from } au { $to }), au milieu et au plus : lignes { $lines } (au plus { $lines_most }), sources { $sources } ({ $sources_most }), salves { $bursts } ({ $bursts_most }), attaques { $attacks } ({ $attacks_most }).
check-per-days = En { $days ->
    [one] 1 jour
   *[other] { $days } jours
} (du { $from } au { $to }), { $periods ->
    [one] une telle durée
   *[other] { $periods } telles durées
} : lignes { $lines } (au plus { $lines_most }), sources { $sources } ({ $sources_most }), salves { $bursts } ({ $bursts_most }), attaques { $attacks } ({ $attacks_most }).
check-thin = { $days ->
    [one] Un jour tient moins d’un dixième des lignes habituelles : il est laissé de côté.
   *[other] { $days } jours tiennent moins d’un dixième des lignes habituelles : ils sont laissés de côté.
}
check-holds = Lu comme { $range }, c’est exact selon { $holds }.
check-holds-in = { $what } { $holds } fois sur { $periods }
check-too-short = Les journaux couvrent moins que le temps dont parle la phrase.
check-busiest = { $minutes ->
    [one] La minute la plus chargée a compté
   *[other] Les { $minutes } minutes les plus chargées ont compté
} { $most } lignes, quoi qu’elles montrent. { $bins ->
    [0] { $range } n’a jamais été atteint en si peu de temps
    [one] { $range } a été atteint une fois
   *[other] { $range } a été atteint { $bins } fois
}.
check-by-day-only = Sources, salves et attaques se comptent ici par jour, pas en moins.
check-from = Enregistrées en { $countries } : { $lines } % des lignes, { $sources } % des sources, { $bursts } % des salves, { $attacks } % des attaques, selon { $databases } ; { $unknown } % d’adresses inconnues. C’est le dernier maillon, pas l’auteur.
check-share-by = Lu comme { $range }, c’est exact selon { $by }.
check-share-none = Lu comme { $range }, ce n’est exact selon aucun des quatre comptes.
check-share-of-what = Une part de quoi, ou venant d’où, n’est pas dit.
check-no-database = Une adresse n’a pas de pays par elle-même. Nommez une base sous [attacks] dans vigie.toml (country_database) ; même alors, elle dit le dernier maillon, pas l’auteur.
check-no-attack-lines = Aucune attaque n’a été trouvée dans ces journaux.
check-abroad = On ne sait pas quel pays est le vôtre : vigie.toml n’a pas de réglage pour cela. Nommez un pays, ou voyez les parts par pays. Elles disent le dernier maillon, pas l’auteur.
check-no-lines = Aucun journal web, de messagerie ou de connexion n’a été lu.
check-no-mails = Les courriers ne se lisent pas ici dans les journaux : les connexions et les renvois refusés, oui.
check-no-posts = Comptes et publications ne sont dans aucun journal : voyez vigie story et vigie network.
check-no-target = Aucun journal de ce genre n’a été lu.
check-target = { $read } lignes de ce genre ont été lues ; la plupart des lignes d’attaque visent { $targets }.
check-target-quiet = { $read } lignes de ce genre ont été lues, et aucune ne fait partie d’une attaque.
check-author = Qui l’a fait ou voulu n’est dans aucun journal : une adresse est le dernier maillon.
check-reputation = Ce pour quoi quelqu’un est connu n’est dans aucun journal, et ne prouve rien ici.
check-busiest-attacks = { $minutes ->
    [one] La minute la plus chargée a compté
   *[other] Les { $minutes } minutes les plus chargées ont compté
} { $most } lignes d’attaque. { $bins ->
    [0] { $range } n’a jamais été atteint en si peu de temps
    [one] { $range } a été atteint une fois
   *[other] { $range } a été atteint { $bins } fois
}.
check-busiest-under = { $minutes ->
    [one] La minute la plus chargée a compté
   *[other] Les { $minutes } minutes les plus chargées ont compté
} { $most } lignes. Lu comme { $range }, c’est toujours exact.
check-busiest-over = { $minutes ->
    [one] La minute la plus chargée a compté
   *[other] Les { $minutes } minutes les plus chargées ont compté
} { $most } lignes. Lu comme { $range }, c’est inexact.
check-on-day = Le { $from } : lignes { $lines }, sources { $sources }, salves { $bursts }, attaques { $attacks }.
check-on-days = Sur { $days } jours ensemble, du { $from } au { $to } : lignes { $lines }, sources { $sources }, salves { $bursts }, attaques { $attacks }.
check-holds-not = Lu comme { $range }, c’est inexact.
check-all-lines = Les lignes sont ici toutes celles qui ont été lues, quoi qu’elles montrent.
check-at = Compté seulement sur { $targets }.
check-of-logins = Parmi les tentatives de connexion seulement.
check-whole-days = On compte ici des jours entiers, et la phrase parle de parties de jours.
check-partly = Les journaux ne tiennent que du { $from } au { $to }, et la phrase parle de plus.
check-outside = La phrase parle de { $asked } ; les journaux vont du { $from } au { $to }.
check-when-unknown = On ne sait pas de quel jour il s’agit : le texte n’a pas de date.
check-no-visitors = D’où viennent les visiteurs n’est pas cherché ici : seules les adresses des attaques le sont.
check-target-share = Là : { $lines } % des lignes, { $sources } % des sources, { $bursts } % des salves, { $attacks } % des attaques.
check-change = Un jour habituel de { $before } : { $one }. Un jour habituel de { $after } : { $other }.
check-change-since = Depuis quand n’est pas dit : il n’y a rien à comparer.
check-change-outside = Cela compare { $before } et { $after }, et les journaux ne tiennent pas les deux.
check-n-lines = lignes
check-n-sources = sources
check-n-bursts = salves
check-n-attacks = attaques
check-caveat-counts = « Une attaque » n’a pas de sens convenu. Demandez laquelle des quatre mesures est visée : lignes, sources, salves ou attaques.
check-caveat-hop = Où une adresse est enregistrée ne dit pas qui a envoyé quoi que ce soit.
check-nothing = Rien dans cette phrase ne peut être vérifié dans des journaux : ni nombre, ni part, ni temps, ni lieu, ni auteur n’y a été trouvé.
