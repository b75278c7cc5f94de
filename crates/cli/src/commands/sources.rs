//! `vigie sources`

use clap::Args;
use vigie_app::model::ExitCode;
use vigie_app::sources::SourceView;
use vigie_app::words::Language;

use super::Context;
use crate::failure::Failure;
use crate::output::{DIM, Page, Report, STRONG, Ui, record_of, styled};

/// The formats that can be read
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie sources
  vigie sources --format json")]
pub(crate) struct Sources {}

impl Sources {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        context.ui.show(&List { sources: vigie_app::sources::list() })?;
        Ok(ExitCode::Done)
    }
}

#[derive(serde::Serialize)]
struct List {
    sources: Vec<SourceView>,
}

impl Report for List {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        for source in &self.sources {
            page.blank();
            page.line(styled(STRONG, source.id));
            page.paragraph(
                2,
                match ui.words.language() {
                    Language::English => source.en,
                    Language::French => source.fr,
                },
            );
            // Control characters on a terminal are no example.
            let is_text = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\t');
            if source.example.chars().all(is_text) {
                for line in source.example.lines() {
                    page.styled(DIM, &format!("    {line}"));
                }
            } else {
                page.styled(DIM, &format!("    {}", ui.plain("sources-binary")));
            }
            let personal = ui.worded("personal", source.personal);
            page.paragraph(2, &ui.say("sources-personal", &[("fields", personal.into())]));
            if !source.dropped.is_empty() {
                let dropped = source.dropped.iter().map(|what| ui.worded("omitted", what));
                let dropped = dropped.collect::<Vec<_>>().join(", ");
                page.paragraph(2, &ui.say("sources-dropped", &[("fields", dropped.into())]));
            }
        }
        page.next("vigie ingest FILE");
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.sources.iter().map(|source| record_of("source", source)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;

    #[test]
    fn a_source_shows_an_example_and_what_is_personal() {
        let list = List {
            sources: vec![SourceView {
                id: "web-access",
                version: 1,
                table: "request_records",
                en: "lines of web access logs",
                fr: "lignes de journaux d’accès web",
                example: "192.0.2.7 - - [01/Apr/2027:10:00:00 +0000] \"GET / HTTP/1.1\" 200 5",
                personal: "source address, user",
                dropped: &["referers", "times taken"],
            }],
        };
        insta::assert_snapshot!(shown(&list, Language::English), @r#"
        web-access
          lines of web access logs
            192.0.2.7 - - [01/Apr/2027:10:00:00 +0000] "GET / HTTP/1.1" 200 5
          Matter of private persons: source address, user.
          Not taken into the lake: referers, times taken.

        Next: vigie ingest FILE
        "#);
        insta::assert_snapshot!(shown(&list, Language::French), @r###"
        web-access
          lignes de journaux d’accès web
            192.0.2.7 - - [01/Apr/2027:10:00:00 +0000] "GET / HTTP/1.1" 200 5
          Données de personnes privées : source address, user.
          Pas repris dans le lac : referers, times taken.

        Ensuite : vigie ingest FILE
        "###);
    }
}
