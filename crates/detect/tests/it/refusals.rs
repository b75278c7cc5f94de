//! What the loader refuses, with the line and the words.

use vigie_detect::{Page, test};
use vigie_model::Explained;

use crate::support::limits;

/// A page that is whole: each test breaks one thing in it.
pub(crate) const WHOLE: &str = r#"# seen-twice: Seen twice
```toml
id = "seen-twice"
family = "examples"
maturity = "preview"
clock = "claimed"
precision = "s"
reads = ["acts"]
subject = ["account"]
kinds = { account = "account" }
anchor = "day"
when = "note"

[params]
least = { default = 2, min = 1, max = 10, unit = "acts", doc = "acts that are enough" }

[values]
acts = { unit = "acts", doc = "acts of the account" }

[sentence]
en = "{account} was seen {acts|time|times}."
fr = "{account} a été vu {acts|fois|fois}."
```
## What it sees
An account that did something more than once.
## What it does not prove
Anything at all beyond that.
## Step findings: sql
```sql
SELECT account, count(*) AS acts, min(at) AS first_at, max(at) AS last_at,
       array_agg(signal_id) AS evidence
FROM acts GROUP BY account, date_trunc('day', at) HAVING count(*) >= $least
```
## Two acts fire
```csv acts
account,at
alice,2027-04-01T10:00:00Z
alice,2027-04-01T11:00:00Z
```
```csv findings
account,acts
alice,2
```
## One act is silent
```csv acts
account,at
alice,2027-04-01T10:00:00Z
```
```csv findings
account,acts
```
"#;

/// `(text in the whole page, what stands there instead, line, message, part of the hint)`
const REFUSED: &[(&str, &str, usize, &str, &str)] = &[
    ("# seen-twice: Seen twice\n", "", 1, "no title", "begin the page with"),
    ("# seen-twice: ", "# other: ", 1, "the title names \"other\"", "write \"# seen-twice\""),
    ("```toml\n", "```yaml\n", 1, "no front matter", "one ```toml block"),
    ("family = \"examples\"", "family = ", 4, "", "TOML"),
    (
        "reads = [\"acts\"]",
        "reads = [\"acts\", \"text\"]",
        8,
        "no view for detectors is called \"text\"",
        "did you mean \"texts\"?",
    ),
    (
        "family = \"examples\"",
        "familie = \"examples\"",
        4,
        "unknown key \"familie\"",
        "did you mean \"family\"?",
    ),
    ("family = \"examples\"\n", "", 3, "family is missing", "add family"),
    (
        "id = \"seen-twice\"",
        "id = \"seen-bots\"",
        3,
        "the id names a culprit: \"bots\"",
        "name the pattern",
    ),
    ("\"preview\"", "\"betta\"", 5, "\"betta\" is no maturity", "known: preview, stable"),
    (
        "clock = \"claimed\"",
        "clock = \"observed\"",
        8,
        "the view \"acts\" has no column \"observed_at\"",
        "claimed",
    ),
    ("precision = \"s\"", "precision = \"sec\"", 7, "\"sec\" is no precision", "us, ms, s"),
    (
        "reads = [\"acts\"]",
        "reads = [\"akts\"]",
        8,
        "no view for detectors is called \"akts\"",
        "did you mean \"acts\"?",
    ),
    (
        "reads = [\"acts\"]",
        "reads = [\"findings\"]",
        8,
        "no view for detectors is called \"findings\"",
        "known: acts",
    ),
    ("reads = [\"acts\"]", "reads = 3", 8, "reads is an integer, not [\"text\", …]", "write reads"),
    ("subject = [\"account\"]", "subject = []", 3, "subject is missing", "add subject"),
    (
        "kinds = { account =",
        "kinds = { acount =",
        10,
        "unknown key \"acount\"",
        "did you mean \"account\"?",
    ),
    (
        "= \"account\" }",
        "= \"person\" }",
        10,
        "\"person\" is no kind of subject",
        "account, address",
    ),
    ("when = \"note\"", "when = \"soon\"", 12, "\"soon\" is no when", "note, today, now"),
    (
        "when = \"note\"",
        "when = \"note\"\nwindow = \"least\"",
        13,
        "\"least\" is no integer parameter with a unit of time",
        "s, min, h",
    ),
    ("min = 1, ", "", 15, "min is missing", "add min"),
    (", max = 10", "", 15, "max is missing", "add max"),
    (", doc = \"acts that are enough\"", "", 15, "doc is missing", "add doc"),
    ("\"acts that are enough\"", "\"…\"", 15, "doc says nothing", "write doc"),
    (
        ", unit = \"acts\", doc = \"acts that",
        ", doc = \"acts that",
        15,
        "unit is missing",
        "add unit",
    ),
    (
        "default = 2, min",
        "default = 20, min",
        15,
        "the default lies outside its bounds",
        "min <= default",
    ),
    ("default = 2, min", "default = \"a\", min", 15, "choices is missing", "add choices"),
    ("doc = \"acts of the account\"", "docs = \"x\"", 18, "unknown key \"docs\"", "\"doc\""),
    ("acts = { unit", "account = { unit", 18, "the name \"account\" is taken", "distinct"),
    ("acts = { unit", "evidence = { unit", 18, "the name \"evidence\" is taken", "distinct"),
    (
        "{acts|time|times}.",
        "{akts}.",
        20,
        "sentence en: no column or parameter \"akts\"",
        "did you mean \"acts\"?",
    ),
    (
        "{acts|fois|fois}",
        "{acts|fois}",
        20,
        "sentence fr: {acts|fois} is no placeholder",
        "{name|one|many}",
    ),
    ("en = \"{account} was seen {acts|time|times}.\"\n", "", 20, "en is missing", "add en"),
    (
        "## What it sees\nAn account that did something more than once.\n",
        "",
        1,
        "no section \"What it sees\"",
        "add \"## What it sees\"",
    ),
    (
        "## What it does not prove\nAnything at all beyond that.\n",
        "",
        1,
        "no section \"What it does not prove\"",
        "add",
    ),
    (
        "Anything at all beyond that.",
        "Nothing.",
        26,
        "the section \"What it does not prove\" says nothing",
        "who has to act",
    ),
    (
        "## Step findings: sql",
        "## Step finding: sql",
        28,
        "the last step is not called \"findings\"",
        "## Step findings",
    ),
    (
        "## Step findings: sql",
        "## Step acts: sql",
        28,
        "\"acts\" is no step name or is taken",
        "no view",
    ),
    (
        "## Step findings: sql",
        "## Step findings: lua",
        28,
        "a step of unknown kind",
        "operator NAME",
    ),
    ("## Step findings: sql", "## Step findings", 28, "a step without kind", "operator NAME"),
    ("```sql\n", "```text\n", 29, "a \"text\" block in an SQL step", "```sql"),
    (
        "FROM acts GROUP",
        "FROM akts GROUP",
        32,
        "no view or earlier step is called \"akts\"",
        "did you mean \"acts\"?",
    ),
    (
        "FROM acts GROUP",
        "FROM requests GROUP",
        32,
        "no view or earlier step is called \"requests\"",
        "views stand in reads",
    ),
    (">= $least", ">= $leats", 32, "no parameter is called \"leats\"", "did you mean \"least\"?"),
    (">= $least", ">= 2", 15, "no step uses the parameter \"least\"", "remove"),
    (
        "HAVING count(*)",
        "HAVING max(at) < now() AND count(*)",
        32,
        "\"now\" in a step",
        "function of commit",
    ),
    (
        "HAVING count(*) >= $least",
        "HAVING count(*) >= $least) AS a, (SELECT 1",
        32,
        "\"parenthesis\" in a step",
        "have to match",
    ),
    ("SELECT account", "DELETE FROM acts; SELECT account", 30, "not a SELECT", "one SELECT"),
    (
        "       array_agg(signal_id) AS evidence\n",
        "       1 AS x\n",
        28,
        "the step \"findings\" has no column \"evidence\"",
        "evidence",
    ),
    (
        "## Step findings: sql",
        "## Step pairs: operator window_pairs(least)\n## Step findings: sql",
        28,
        "no operator is called \"window_pairs\"",
        "did you mean \"windowed_pairs\"?",
    ),
    (
        "## Step findings: sql",
        "## Step pairs: operator windowed_pairs()\n## Step findings: sql",
        28,
        "windowed_pairs needs window_s",
        "apart",
    ),
    (
        "## Step findings: sql",
        "## Step pairs: operator windowed_pairs(window_s = last)\n## Step findings: sql",
        28,
        "no parameter is called \"last\"",
        "least",
    ),
    (
        "## Step findings: sql",
        "## Step pairs: operator windowed_pairs(window_s = 60, windows = 2)\n## Step findings: sql",
        28,
        "windowed_pairs takes no \"windows\"",
        "window_s",
    ),
    (
        "## Step findings: sql",
        "## Step lists: operator login_lists()\n## Step findings: sql",
        28,
        "no view or earlier step is called \"tries\"",
        "known: acts",
    ),
    (
        "```csv findings\naccount,acts\nalice,2\n```\n",
        "",
        34,
        "a case without expected findings",
        "a header alone",
    ),
    ("alice,2\n", "", 1, "no case fires", "by example"),
    ("account,acts\n```\n", "account,acts\nbob,2\n```\n", 1, "no case stays silent", "by example"),
    (
        "account,acts\nalice,2",
        "account,akts\nalice,2",
        41,
        "no column is called \"akts\"",
        "did you mean \"acts\"?",
    ),
    (
        "```csv acts\naccount,at\nalice,2027-04-01T10:00:00Z\nalice",
        "```csv acts\naccount,when\nalice,2027-04-01T10:00:00Z\nalice",
        36,
        "no column is called \"when\"",
        "known: signal_id",
    ),
    (
        "alice,2027-04-01T11:00:00Z",
        "alice,eleven",
        38,
        "\"eleven\" is no at",
        "2027-04-01T10:00:00Z",
    ),
    ("alice,2027-04-01T11:00:00Z", "alice", 38, "1 cells under 2 columns", "empty cell"),
    (
        "```csv acts\naccount,at\nalice,2027-04-01T10:00:00Z\nalice",
        "```csv logins\naccount,at\nalice,2027-04-01T10:00:00Z\nalice",
        35,
        "a block of unknown kind \"csv logins\"",
        "csv acts",
    ),
    (
        "## Two acts fire\n",
        "## Two acts fire\n```toml parameters\nleast = 99\n```\n",
        34,
        "least cannot be \"99\"",
        "from 1 to 10 acts",
    ),
    (
        "## Two acts fire\n",
        "## Two acts fire\n```toml parameters\nlaest = 3\n```\n",
        34,
        "seen-twice has no parameter \"laest\"",
        "did you mean \"least\"?",
    ),
];

#[test]
fn the_example_is_whole() {
    let page = Page::parse(WHOLE, "p.md").unwrap();
    assert_eq!((page.title.as_str(), page.steps.len(), page.cases.len()), ("Seen twice", 1, 2));
}

#[test]
fn what_is_not_whole_is_refused_with_its_line() {
    for (old, new, line, message, hint) in REFUSED {
        assert_eq!(WHOLE.matches(old).count().min(1), 1, "not in the example: {old}");
        let error = Page::parse(&WHOLE.replacen(old, new, 1), "p.md").unwrap_err();
        let said = format!("{old:?} -> {new:?}\n{error}\n{}", error.hint);
        assert!(error.message.starts_with(message), "{said}");
        assert!(error.hint.contains(hint), "{said}");
        assert_eq!(error.line, *line, "{said}");
        assert_eq!(Explained::hint(&error), Some(error.hint.clone()));
    }
}

#[test]
fn no_sql_step_reads_what_persons_wrote() {
    let reads = WHOLE.replace("reads = [\"acts\"]", "reads = [\"acts\", \"texts\"]");
    Page::parse(&reads, "p.md").unwrap();
    for from in ["FROM acts, texts", "FROM acts JOIN (SELECT * FROM \"texts\") t ON true"] {
        let error = Page::parse(&reads.replace("FROM acts", from), "p.md").unwrap_err();
        assert_eq!(error.message, "the view \"texts\" is read by operators only");
        assert_eq!(error.line, 32);
        assert!(error.hint.contains("give it to an operator"), "{}", error.hint);
    }
    // What the reader of the page does not see, the engine refuses when the step is planned.
    let hidden = reads.replace("FROM acts", "FROM (texts AS t CROSS JOIN acts)");
    let page = Page::parse(&hidden, "p.md").unwrap();
    let (_folder, limits) = limits(64 << 20, 1);
    for case in test(&page, &limits) {
        let difference = case.difference.unwrap_or_default();
        assert!(difference.contains("\"texts\" is read by operators only"), "{difference}");
    }
}

#[test]
fn parameters_stay_inside_their_bounds() {
    let page = Page::parse(WHOLE, "p.md").unwrap();
    assert_eq!(page.bind(&[]).unwrap().canonical_json(), "{\"least\":2}");
    assert_eq!(page.bind(&[("least", "10")]).unwrap().canonical_json(), "{\"least\":10}");
    for set in [
        &[("least", "11")][..],
        &[("least", "0")],
        &[("least", "2.5")],
        &[("least", "")],
        &[("least", "2; DROP TABLE acts")],
        &[("last", "2")],
        &[("least", "2"), ("least", "3")],
    ] {
        let error = page.bind(set).unwrap_err();
        assert!(!error.hint.is_empty(), "{error}");
    }
}
