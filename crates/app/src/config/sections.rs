//! Every section of `vigie.toml`, with what it is for.

/// The sections, in the order of the template.
pub const SECTIONS: &[(&str, &str)] = &[
    ("project", "Whose work this is."),
    ("lake", "Where observations are kept."),
    ("keys", "The secret behind every pseudonym. Back it up, and never beside the lake."),
    ("engine", "Limits of the query engine."),
    ("detectors", "Detector pages of your own."),
    ("retention", "How long lines of visitors are kept whole: vigie forget --rule visitors."),
    ("rumours", "What is sealed, and how its text may be seen again."),
    ("press", "How news articles are read."),
    (
        "attacks",
        "What is known of those who knock: ours, harmless, and where addresses are registered.",
    ),
    (
        "mandate[]",
        "Why you may hold what you hold. Without any, files belong to the mandate \"local\".",
    ),
    ("watch_list", "Accounts that are public matter. Everyone else is private."),
    ("outlet[]", "Classes of outlets of your own; they come before those that Vigie brings."),
    (
        "affiliations[]",
        "Accounts that belong together in the open: a party's, a newsroom's. They are no hidden group.",
    ),
    ("maps.*", "A stored reading: vigie ingest --as NAME FILE"),
    ("hosts.*", "What is known of a machine that logs come from."),
    ("network.*", "What vigie fetch may ask. Nothing leaves the house without such an entry."),
];
