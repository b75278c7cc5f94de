# Écrans : où nous n’avons rien pu voir, couloirs d’un incident, résultat d’un contrôle.

blind-quiet = { $stream } : rien depuis { $from }, soit { $hours ->
    [one] une heure
   *[other] { $hours } heures
} pour l’instant ; ce flux ne s’arrête pas si longtemps d’habitude
blind-gap = { $stream } : rien de { $from } à { $to }, soit { $hours ->
    [one] une heure
   *[other] { $hours } heures
} ; ce flux ne s’arrête pas si longtemps d’habitude
blind-incomplete = { $file } n’a pas été lu jusqu’au bout ({ $at })
blind-ahead = Le dernier enregistrement est du { $at }, et l’horloge de cette machine dit { $now } : l’une des deux se trompe, ou les données sont inventées (une démonstration gardée). « Depuis » ne compte pas ce qui vient après maintenant : { $streams }
blind-clock = l’horloge
blind-requests = requêtes web
blind-logins = connexions
blind-platform = publications

# Les couloirs d’un incident.
lane-told = dit dans { $brief }
lane-tip = quelqu’un nous a dit
verify-restore = garder le fichier tel quel et le comparer à une sauvegarde ; les constats qui reposent dessus sont à revoir
