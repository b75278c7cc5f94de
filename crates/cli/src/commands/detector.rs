//! `vigie detector list`, `show` and `test`

use clap::{Args, Subcommand};
use serde::Serialize;
use vigie_app::detectors::{self, DetectorView, TestedPage};
use vigie_app::model::ExitCode;

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, GOOD, Page, Report, STRONG, Table, Ui, record_of, styled};

/// The detectors: what each sees, what it does not prove, and its tests
#[derive(Debug, Subcommand)]
pub(crate) enum Detector {
    List(List),
    Show(Show),
    Test(Test),
}

impl Detector {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        match self {
            Self::List(list) => list.run(context),
            Self::Show(show) => show.run(context),
            Self::Test(test) => test.run(context),
        }
    }
}

/// List all detectors: embedded ones and those of the project's folder
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie detector list
  vigie detector list --format ndjson")]
pub(crate) struct List {}

impl List {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let detectors = detectors::list(&context.dir, context.config())?;
        context.ui.show(&Listed { detectors })?;
        Ok(ExitCode::Done)
    }
}

/// Show one detector: what it sees, its parameters, what it does not prove
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie detector show login-guessing")]
pub(crate) struct Show {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
}

impl Show {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let detector = detectors::show(&context.dir, context.config(), &self.name)?;
        context.ui.show(&Shown(detector))?;
        Ok(ExitCode::Done)
    }
}

/// Run the cases that a detector's page holds
///
/// Ends with exit code 1 when a case does not give what the page says.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie detector test                                  # all
  vigie detector test login-guessing
  vigie detector test detectors/coordination/my-page.md")]
pub(crate) struct Test {
    /// Names, or files of pages [default: all]
    #[arg(value_name = "NAME|FILE")]
    pages: Vec<String>,
}

impl Test {
    fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let pages = detectors::test(&context.dir, context.config(), &self.pages)?;
        let tested = Tested { pages };
        context.ui.show(&tested)?;
        Ok(if tested.failed() == 0 { ExitCode::Done } else { ExitCode::CouldNot })
    }
}

#[derive(Serialize)]
struct Listed {
    detectors: Vec<DetectorView>,
}

impl Report for Listed {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        let mut family = "";
        for detector in &self.detectors {
            if detector.family != family {
                family = &detector.family;
                page.blank();
                page.styled(DIM, family);
            }
            let mut facts: Vec<_> = ui.maturity(detector.maturity).into_iter().collect();
            facts.extend(detector.file.clone());
            let facts = styled(DIM, &facts.join(" · "));
            page.line(format!("  {}  {facts}", styled(STRONG, &detector.id)));
            page.paragraph(4, &detector.title);
        }
        if let Some(first) = self.detectors.first() {
            page.next(&format!("vigie detector show {}", first.id));
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.detectors.iter().map(|detector| record_of("detector", detector)).collect()
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Shown(DetectorView);

impl Report for Shown {
    fn page(&self, ui: &Ui) -> Page {
        let detector = &self.0;
        let mut page = Page::new(ui);
        page.line(styled(STRONG, &detector.id));
        page.line(&detector.title);
        let mut facts = vec![detector.family.clone()];
        facts.extend(ui.maturity(detector.maturity));
        facts.extend(detector.file.clone());
        page.styled(DIM, &facts.join(" · "));
        page.heading(&ui.plain("detector-sees"));
        page.prose(2, &detector.sees);
        page.heading(&ui.plain("detector-does-not-prove"));
        page.prose(2, &detector.does_not_prove);
        if !detector.params.is_empty() {
            page.heading(&ui.plain("detector-parameters"));
            for param in &detector.params {
                let value = format!("{} {}", param.default, param.unit);
                let allowed = styled(DIM, &format!("({})", param.allowed));
                page.line(format!("  {} = {} {allowed}", param.name, value.trim_end()));
                page.paragraph(6, &param.doc);
            }
        }
        page.heading(&ui.plain("detector-facts"));
        let mut table = Table::new().indent(2);
        let mut row = |label: &str, value: String| {
            if !value.is_empty() {
                table.row([ui.plain(label).into(), value.into()]);
            }
        };
        row("detector-reads", detector.reads.join(", "));
        row("detector-precision", detector.precision.to_owned());
        row("detector-when", ui.when(detector.when).plain().to_owned());
        row("detector-anchor", ui.plain(anchor_id(detector.anchor)));
        row("detector-techniques", detector.techniques.join(", "));
        row("detector-cases", detector.cases.to_string());
        page.table(&table);
        page.next(&format!("vigie detect {}", detector.id));
        page
    }
}

/// The message for a cell of time.
fn anchor_id(anchor: &str) -> &'static str {
    match anchor {
        "day" => "anchor-day",
        "week" => "anchor-week",
        _ => "anchor-season",
    }
}

#[derive(Serialize)]
struct Tested {
    pages: Vec<TestedPage>,
}

impl Tested {
    fn failed(&self) -> usize {
        self.pages.iter().flat_map(|page| &page.cases).filter(|case| !case.passed).count()
    }
}

impl Report for Tested {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        for tested in &self.pages {
            page.blank();
            page.line(styled(STRONG, &tested.detector));
            for case in &tested.cases {
                let (mark, style) =
                    if case.passed { ("test-passed", GOOD) } else { ("test-failed", BAD) };
                let mark = Cell::styled(ui.plain(mark), style).padded(9);
                page.line(format!("  {mark}{}", case.title));
                for line in case.difference.iter().flat_map(|text| text.lines()) {
                    page.line(format!("{}{line}", " ".repeat(11)));
                }
            }
        }
        page.blank();
        let cases: usize = self.pages.iter().map(|page| page.cases.len()).sum();
        let counts = [("cases", cases.into()), ("failed", self.failed().into())];
        page.line(ui.say("test-summary", &counts));
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        self.pages.iter().map(|page| record_of("page", page)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::shown;
    use vigie_app::detectors::{ParamView, TestedCase};
    use vigie_app::model::finding::When;
    use vigie_app::words::Language;

    fn detector() -> DetectorView {
        DetectorView {
            id: "login-guessing".into(),
            title: "Somebody tries login names".into(),
            family: "attack".into(),
            maturity: "preview",
            file: None,
            when: When::Today,
            anchor: "day",
            precision: "s",
            reads: vec!["logins".into()],
            techniques: vec!["T1110".into()],
            params: vec![ParamView {
                name: "window_s".into(),
                default: "600".into(),
                allowed: "1–3600".into(),
                unit: "s".into(),
                doc: "the longest pause in one burst".into(),
            }],
            sees: "One source that is refused again and again.".into(),
            does_not_prove: "A forgotten script looks the same.".into(),
            cases: 4,
        }
    }

    #[test]
    fn a_list_and_a_page_can_be_read() {
        let list = Listed { detectors: vec![detector()] };
        insta::assert_snapshot!(shown(&list, Language::English), @"
        attack
          login-guessing  preview
            Somebody tries login names

        Next: vigie detector show login-guessing
        ");
        insta::assert_snapshot!(shown(&Shown(detector()), Language::English), @"
        login-guessing
        Somebody tries login names
        attack · preview

        What it sees
          One source that is refused again and again.

        What it does not prove
          A forgotten script looks the same.

        Parameters
          window_s = 600 s (1–3600)
              the longest pause in one burst

        Facts
          reads          logins
          coarsest time  s
          how soon       today
          one finding a  day
          techniques     T1110
          cases          4

        Next: vigie detect login-guessing
        ");
        insta::assert_snapshot!(shown(&Shown(detector()), Language::French), @"
        login-guessing
        Somebody tries login names
        attack · à l’essai

        Ce que cela montre
          One source that is refused again and again.

        Ce que cela ne prouve pas
          A forgotten script looks the same.

        Paramètres
          window_s = 600 s (1–3600)
              the longest pause in one burst

        En bref
          lit                      logins
          heure la plus grossière  s
          quand regarder           aujourd’hui
          un constat par           jour
          techniques               T1110
          cas                      4

        Ensuite : vigie detect login-guessing
        ");
    }

    #[test]
    fn a_failing_case_shows_its_difference() {
        let case = |title: &str, difference: Option<&str>| TestedCase {
            title: title.into(),
            passed: difference.is_none(),
            difference: difference.map(ToOwned::to_owned),
        };
        let cases = vec![
            case("Ten refusals raise a finding", None),
            case("Nine raise nothing", Some("expected: nothing\nfound:    1 finding")),
        ];
        let tested =
            Tested { pages: vec![TestedPage { detector: "login-guessing".into(), cases }] };
        assert_eq!(tested.failed(), 1);
        insta::assert_snapshot!(shown(&tested, Language::English), @"
        login-guessing
          ok       Ten refusals raise a finding
          differs  Nine raise nothing
                   expected: nothing
                   found:    1 finding

        2 cases, 1 not as the page says
        ");
        insta::assert_snapshot!(shown(&tested, Language::French), @"
        login-guessing
          ok       Ten refusals raise a finding
          diffère  Nine raise nothing
                   expected: nothing
                   found:    1 finding

        2 cas, dont 1 non conforme
        ");
    }
}
