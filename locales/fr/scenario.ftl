# Ce que la saison inventée dit d’elle-même. L’anglais est dans la crate scenario.

about-links-six = six comptes, les mêmes mots et le même lien en dix secondes, huit fois : cela saute aux yeux
about-links-pair = deux comptes seulement, cinq articles ordinaires en vingt secondes
about-links-ring = quatorze comptes sur plusieurs plateformes ; chaque fois, quelques-uns s’abstiennent
about-tags-choir = neuf comptes lancent un nouveau mot-dièse le soir, sans aucun lien
about-links-late = quatre comptes qui s’éveillent entre les deux tours
about-links-slow = cinq comptes partagent neuf liens, chacun une minute et demie ou plus après le précédent : plus lent que ce que voit une fenêtre d’une minute
about-guessing-one-source = une adresse essaie cinquante-quatre noms, six fois chacun, en une nuit
about-guessing-shared-list = seize adresses parcourent les mêmes vingt-quatre noms, une fois chacun, en deux jours : chaque adresse seule reste discrète
about-guessing-slow = une adresse essaie quatre noms, une fois toutes les quarante à cent minutes, pendant une semaine
about-activists-hour = trente adhérents d’un parti partagent le même lien du parti dans la même heure, cinq soirs
about-newsroom-scheduler = les cinq comptes d’une rédaction publient chaque article à la même seconde, quatorze fois
about-uptime-monitor = une adresse demande /health chaque minute pile et reçoit 200
about-phone-old-password = le téléphone d’un salarié échoue sur un nom existant tous les quarts d’heure depuis l’adresse du domicile, puis est accepté
