# vigie init

init-created = { $file } créé
init-role = rôle
init-timezone = fuseau horaire
init-timezone-note = les jours le suivent ; se change dans vigie.toml
init-lake = lac
init-key-file = fichier de clé
init-key-file-note = à sauvegarder, mais jamais à côté du lac

# Ce que chaque rôle décide.
init-campaign = Pour une campagne : rien n’est calculé sur des comptes tant qu’un mandat n’en dit pas la finalité, la base et le dernier jour (vigie mandate add). Journaux, sites et connexions sont surveillés d’emblée.
init-newsroom = Pour une rédaction : les noms des fichiers apportés par les sources ne sortent du dossier que sous forme d’empreintes à clé.
init-agency = Pour une agence : rien n’est lu sans mandat (vigie mandate add, puis --mandate).
init-research = Pour la recherche : des pseudonymes partout, comptes publics compris ; vigie case export --gexf dessine qui agit ensemble.
