//! `vigie sql`

use clap::Args;
use serde::{Serialize, Serializer};
use vigie_app::model::ExitCode;
use vigie_app::sql::{Table as Answer, views};

use super::Context;
use crate::failure::Failure;
use crate::output::{Cell, DIM, Page, Report, STRONG, Table, Ui};

/// Ask a question in SQL over the views
#[derive(Args, Debug)]
#[command(long_about = about(), after_long_help = "\
Examples:
  vigie sql \"SELECT layer, count(*) FROM acts GROUP BY layer\"
  vigie sql \"SELECT host, outcome, count(*) AS n FROM logins GROUP BY 1, 2 ORDER BY n DESC\"
  vigie sql \"SELECT * FROM requests WHERE status >= 500\" --limit 0 --format ndjson")]
pub(crate) struct Sql {
    /// One SELECT
    #[arg(value_name = "QUERY")]
    query: String,

    /// Read the lake as of this commit
    #[arg(long, value_name = "NUMBER")]
    commit: Option<u64>,

    /// Give at most so many rows; 0 gives all
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    limit: usize,
}

impl Sql {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let limit = if self.limit == 0 { usize::MAX } else { self.limit };
        let answer = context.project()?.sql(&self.query, self.commit, limit)?;
        context.ui.show(&Shown(answer))?;
        Ok(ExitCode::Done)
    }
}

/// The views stand where the engine has them, so that none is forgotten here.
fn about() -> String {
    let mut about = "Ask a question in SQL over the views\n\nThe views hold pseudonyms; names, texts and \
        addresses of private persons are not there to be asked for. Their columns: SELECT * FROM \
        information_schema.columns. With --format json and ndjson numbers, booleans and null are such; \
        whole numbers beyond 2^53, which many readers of JSON would change, are text.\n\nViews:"
        .to_owned();
    for (name, doc) in views() {
        let first = doc.split_inclusive(['.', ':', ';']).next().unwrap_or(doc);
        let first = first.trim_end_matches(['.', ':', ';']);
        about.push_str(&format!("\n  {name:<14}{first}"));
    }
    about
}

struct Shown(Answer);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

/// On a terminal, a longer field is cut so that rows stay apart. Pipes and JSON get all of it.
const WIDEST_FIELD: usize = 48;

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let Answer { columns, rows, left_out, .. } = &self.0;
        let mut page = Page::new(ui);
        let numbers = (0..columns.len()).filter(|&column| is_number(rows, column));
        let mut table = Table::new().right(numbers);
        table.row(columns.iter().map(|name| Cell::styled(name.clone(), STRONG)));
        for row in rows {
            table.row(row.iter().map(|field| match field {
                Some(text) if ui.width.is_some() => cut(text).into(),
                Some(text) => text.clone().into(),
                None => Cell::styled("null", DIM),
            }));
        }
        page.table(&table);
        if *left_out > 0 {
            page.styled(DIM, &ui.say("sql-left-out", &[("count", (*left_out).into())]));
        } else if ui.hints {
            page.styled(DIM, &ui.say("sql-rows", &[("count", rows.len().into())]));
        }
        page
    }

    /// Rows as objects. Columns are the query's own names, so nothing is added to them.
    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let Answer { columns, rows, .. } = &self.0;
        let record = |row: &Vec<Option<String>>| {
            let fields = columns.iter().cloned().zip(self.0.json(row));
            serde_json::Value::Object(fields.collect())
        };
        Ok(rows.iter().map(record).collect())
    }
}

fn is_number(rows: &[Vec<Option<String>>], column: usize) -> bool {
    let mut fields = rows.iter().filter_map(|row| row.get(column)?.as_deref()).peekable();
    fields.peek().is_some() && fields.all(|field| field.parse::<f64>().is_ok())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDEST_FIELD) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{piped, shown};
    use vigie_app::sql::Kind;
    use vigie_app::words::Language;

    fn answer(left_out: u64) -> Shown {
        let field = |text: &str| Some(text.to_owned());
        Shown(Answer {
            columns: ["layer", "kind", "n"].map(str::to_owned).into(),
            kinds: vec![Kind::Text, Kind::Text, Kind::Real],
            rows: vec![
                vec![field("link"), field(&"x".repeat(60)), field("1204")],
                vec![field("hashtag"), None, field("-7.5")],
            ],
            left_out,
        })
    }

    #[test]
    fn numbers_stand_right_and_nulls_are_seen() {
        insta::assert_snapshot!(shown(&answer(0), Language::English), @"
        layer    kind                                                  n
        link     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  1204
        hashtag  null                                               -7.5
        2 rows
        ");
        insta::assert_snapshot!(shown(&answer(3), Language::French), @"
        layer    kind                                                  n
        link     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  1204
        hashtag  null                                               -7.5
        3 lignes de plus ; --limit 0 donne tout
        ");
        insta::assert_snapshot!(piped(&answer(0)), @"
        layer    kind                                                             n
        link     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  1204
        hashtag  null                                                          -7.5
        ");
    }

    #[test]
    fn ndjson_rows_hold_the_columns_of_the_query_and_nothing_else() {
        let records: Vec<_> =
            answer(0).records().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(records[1], r#"{"kind":null,"layer":"hashtag","n":-7.5}"#);
    }

    #[test]
    fn json_has_numbers_where_columns_have_and_text_where_a_double_would_change_them() {
        let field = |text: &str| Some(text.to_owned());
        let row = ["7", "9007199254740992", "9007199254740993", "-2.5", "NaN", "true", "12"];
        let answer = Shown(Answer {
            columns: ["a", "b", "c", "d", "e", "f", "g"].map(str::to_owned).into(),
            kinds: [
                [Kind::Integer; 3].as_slice(),
                &[Kind::Real, Kind::Real, Kind::Boolean, Kind::Text],
            ]
            .concat(),
            rows: vec![row.map(field).into(), vec![None; 7]],
            left_out: 0,
        });
        let text = serde_json::to_string(&answer).unwrap();
        let rows = r#"[[7,9007199254740992,"9007199254740993",-2.5,"NaN",true,"12"],[null,null,null,null,null,null,null]]"#;
        let columns = r#"["a","b","c","d","e","f","g"]"#;
        assert_eq!(text, format!("{{\"columns\":{columns},\"rows\":{rows},\"left_out\":0}}"));
    }

    #[test]
    fn the_help_lists_every_view_that_can_be_asked() {
        let about = about();
        let names: Vec<&str> = about
            .lines()
            .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
            .collect();
        assert_eq!(
            names.join(" "),
            "acts affiliations findings logins mails names publications rejected requests"
        );
    }
}
