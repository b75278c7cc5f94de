//! `vigie ingest`

mod notes;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use vigie_app::gate::harmless;
use vigie_app::ingest::{IngestReport, IngestRequest, Input, StreamReport, picture};
use vigie_app::model::ExitCode;

pub(super) use notes::{notes, sheets};

use super::Context;
use crate::failure::Failure;
use crate::output::{BAD, Cell, DIM, Page, Report, STRONG, Table, Ui, record_of};

/// Read files into the lake, in one commit
///
/// The format is recognised. Reading the same bytes again adds nothing; a grown, rotated or
/// recompressed file adds only what is new. Rows that cannot be read are set aside and counted.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  vigie ingest /var/log/nginx/access.log.*
  journalctl -u ssh -o short-iso | vigie ingest - --host bastion
  vigie ingest export.csv --map \"text=message,author_id=user_id,published_at=date,platform='telegram'\"
  vigie ingest book.xlsx --sheet Posts --map text=message,published_at=date
  vigie ingest shot.png --text              # asks for what the screenshot says
  vigie ingest export.csv --as telegram     # a mapping stored in vigie.toml under [maps.telegram]")]
pub(crate) struct Ingest {
    /// Files (plain, gzip or zstd) and folders; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Which column comes from which field, for tables
    ///
    /// Pairs with commas between; constants in single quotes; several objects a row are possible
    /// (links, hashtags, domains, images). `vigie sources` lists the columns. Dates are read in all
    /// usual spellings; where no row tells whether the day or the month comes first, say it:
    /// `date_order='day-first'` or `date_order='month-first'`.
    #[arg(long, value_name = "COLUMN=FIELD,…", conflicts_with = "stored_map")]
    map: Option<String>,

    /// Of spreadsheets read this sheet alone [default: all, with the same columns]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// Use a mapping stored in vigie.toml
    #[arg(long = "as", value_name = "NAME")]
    stored_map: Option<String>,

    /// Do not recognise the format: read with this source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// Ask for the words of each picture; without, they stand in PICTURE.txt beside it
    ///
    /// The picture is kept as it came, in one record with its words.
    #[arg(long)]
    text: bool,

    /// Put copies of the pictures into this folder, without what is written into them about their owners
    #[arg(long, value_name = "FOLDER")]
    copies: Option<PathBuf>,

    /// The machine or export that the files come from
    ///
    /// Logs of two machines may hold equal lines; the label keeps them apart.
    #[arg(long, value_name = "LABEL")]
    host: Option<String>,

    /// The mandate that the data belongs to [default: local]
    #[arg(long, value_name = "ID")]
    mandate: Option<String>,
}

impl Ingest {
    pub(super) fn run(self, context: &Context) -> Result<ExitCode, Failure> {
        let project = context.project_or_new()?;
        if let Some(folder) = &self.copies {
            copy_pictures(&self.files, folder)?;
        }
        let asks = self.text;
        let inputs = self.files.into_iter().map(|path| input(path, asks, context));
        let request = IngestRequest {
            inputs: inputs.collect::<Result<_, _>>()?,
            source: self.source,
            map: self.map,
            stored_map: self.stored_map,
            host: self.host,
            mandate: self.mandate,
            sheet: self.sheet,
        };
        let report = project.ingest(&request)?;
        if context.is_new() {
            context.tell_new();
        }
        context.ui.show(&report)?;
        Ok(if report.is_incomplete() { ExitCode::Incomplete } else { ExitCode::Done })
    }
}

fn input(path: PathBuf, asks: bool, context: &Context) -> Result<Input, Failure> {
    if path == Path::new("-") {
        return Ok(Input::Stdin);
    }
    if !asks || !picture::begins_as_picture(&path) || picture::beside(&path).is_file() {
        return Ok(Input::File(path));
    }
    let file = harmless(&path.display().to_string());
    let question = context.ui.say("ingest-ask-text", &[("file", file.into())]);
    match crate::prompt::words(None, &question)? {
        Some(text) => Ok(Input::Picture { path, text }),
        None => Ok(Input::File(path)),
    }
}

/// Copies without metadata, before anything is read: who asks for them wants to hand them on.
fn copy_pictures(files: &[PathBuf], folder: &Path) -> Result<(), Failure> {
    for path in files.iter().filter(|path| picture::begins_as_picture(path)) {
        let bytes = picture::bounded(path, picture::MOST_PICTURE)?;
        let Some(bare) = picture::without_metadata(&bytes) else {
            let hint = "open it in the program it came from and save it again";
            let file = path.display();
            return Err(Failure::usage(format!("{file} is damaged: no copy of it is made"), hint));
        };
        let to = folder.join(path.file_name().unwrap_or_default());
        let written = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::File::create_new(&to))
            .and_then(|mut file| file.write_all(&bare));
        written.map_err(|error| Failure::unwritten(&to, &error))?;
    }
    Ok(())
}

impl Report for IngestReport {
    fn page(&self, ui: &Ui) -> Page {
        let mut page = Page::new(ui);
        page.table(&table(&self.streams, ui));
        for stream in &self.streams {
            notes(stream, &mut page, ui);
        }
        sheets(&self.sheets, &mut page, ui);
        page.blank();
        match self.commit {
            Some(commit) if !self.adds_nothing() => page.line(ui.say(
                "ingest-commit",
                &[("commit", commit.to_string().into()), ("mandate", self.mandate.as_str().into())],
            )),
            _ => page.line(ui.plain("ingest-nothing-new")),
        }
        if !self.adds_nothing() {
            page.next("vigie detect");
        }
        page
    }

    fn records(&self) -> Result<Vec<serde_json::Value>, serde_json::Error> {
        let mut records = Vec::new();
        for stream in &self.streams {
            records.push(record_of("stream", stream)?);
        }
        for sheets in &self.sheets {
            records.push(record_of("sheets", sheets)?);
        }
        let commit = serde_json::json!({ "commit": self.commit, "mandate": self.mandate });
        records.push(record_of("commit", &commit)?);
        Ok(records)
    }
}

/// One row a file and, for several, their sum.
pub(super) fn table(streams: &[StreamReport], ui: &Ui) -> Table {
    let mut table = Table::new().right([2, 3, 4, 5, 6]);
    let headings = [
        "ingest-file",
        "ingest-source",
        "ingest-new",
        "ingest-known",
        "ingest-rejected",
        "ingest-skipped",
        "ingest-size",
    ];
    table.row(headings.map(|id| Cell::styled(ui.plain(id), DIM)));
    let mut sum = [0_u64; 5];
    for stream in streams {
        let counts = [stream.new, stream.known, stream.rejected, stream.skipped, stream.bytes];
        for (total, count) in sum.iter_mut().zip(counts) {
            *total = total.saturating_add(count);
        }
        row(&mut table, &stream.file, &stream.source, counts, ui);
    }
    if streams.len() > 1 {
        row(&mut table, &ui.plain("ingest-total"), "", sum, ui);
    }
    table
}

fn row(table: &mut Table, file: &str, source: &str, counts: [u64; 5], ui: &Ui) {
    let [new, known, rejected, skipped, bytes] = counts;
    let shown = |count: u64| Cell::from(ui.words.number(count));
    let rejected = match rejected {
        0 => shown(0),
        some => Cell::styled(ui.words.number(some), BAD),
    };
    let new = Cell::styled(ui.words.number(new), STRONG);
    let size = Cell::from(ui.words.bytes(bytes));
    table.row([file.into(), source.into(), new, shown(known), rejected, shown(skipped), size]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::{piped, shown};
    use vigie_app::ingest::{AbsentField, DatesRead, DroppedCount, RejectCount, SheetsRead};
    use vigie_app::words::Language;

    fn stream(file: &str) -> StreamReport {
        StreamReport {
            file: file.into(),
            source: "web-access".into(),
            bytes: 1_450_000,
            new: 18_204,
            known: 2,
            skipped: 12,
            untimed: 0,
            rejected: 0,
            rejects: Vec::new(),
            incomplete: None,
            absent: Vec::new(),
            dropped: Vec::new(),
            dates: Vec::new(),
        }
    }

    fn troubled() -> StreamReport {
        StreamReport {
            rejected: 1_207,
            untimed: 1,
            rejects: vec![
                RejectCount {
                    reason: "format",
                    detail: "expected a combined log line".into(),
                    count: 1_206,
                    lines: vec![88, 91, 102, 110, 131],
                },
                RejectCount {
                    reason: "truncated",
                    detail: String::new(),
                    count: 1,
                    lines: vec![140],
                },
                RejectCount {
                    reason: "ambiguous date",
                    detail: "the day and the month of its date cannot be told apart".into(),
                    count: 2,
                    lines: vec![7, 8],
                },
            ],
            incomplete: Some("the gzip stream ends early".into()),
            absent: vec![
                AbsentField {
                    column: "text".into(),
                    field: "mesage".into(),
                    nearest: vec!["message".into(), "user".into()],
                    rows_rejected: false,
                },
                AbsentField {
                    column: "author_id".into(),
                    field: "uid".into(),
                    nearest: Vec::new(),
                    rows_rejected: true,
                },
            ],
            dropped: vec![DroppedCount { what: "service messages", count: 1_300 }],
            dates: vec![DatesRead {
                column: "published_at".into(),
                field: "date".into(),
                basis: "day first",
                line: Some(3),
            }],
            ..stream("error.log.gz")
        }
    }

    #[test]
    fn one_clean_file_is_three_lines() {
        let report = IngestReport {
            commit: Some(4),
            mandate: "local".into(),
            streams: vec![stream("access.log")],
            sheets: Vec::new(),
        };
        insta::assert_snapshot!(piped(&report), @"
        file        source         new  known  set aside  skipped    size
        access.log  web-access  18,204      2          0       12  1.4 MB

        Kept as commit 4 under the mandate local.
        ");
    }

    #[test]
    fn several_files_are_summed_and_trouble_is_said() {
        let report = IngestReport {
            commit: Some(4),
            mandate: "season-2027".into(),
            streams: vec![stream("access.log"), troubled()],
            sheets: vec![SheetsRead {
                file: "book.xlsx".into(),
                read: 1,
                left_out: vec!["More".into()],
            }],
        };
        assert!(report.is_incomplete());
        insta::assert_snapshot!(shown(&report, Language::English), @"
        file          source         new  known  set aside  skipped    size
        access.log    web-access  18,204      2          0       12  1.4 MB
        error.log.gz  web-access  18,204      2      1,207       12  1.4 MB
        total                     36,408      4      1,207       24  2.9 MB

        error.log.gz
          ! not read to its end: the gzip stream ends early. What was read is kept.
          ! text stays empty: this file has no field mesage. It has message, user.
          ! Every row was set aside: author_id needs the field uid, which this file does
            not have.
          1,207 rows set aside
            1,206 × not in this format (expected a combined log line)
                    lines 88, 91, 102, 110, 131, …
            1 × cut off at the end
                line 140
            2 × a date in which day and month cannot be told apart (the day and the
                month of its date cannot be told apart)
                lines 7, 8
                Say which comes first, and read the file again: date_order='day-first'
                or date_order='month-first' in the mapping.
          1 row without a usable time
          Dates in date: the day comes first, because line 3 has a day above 12 there.
          Passed over, no signals: service messages (1,300)

        book.xlsx: only the sheet that was asked for was read. Not read: More.

        Kept as commit 4 under the mandate season-2027.

        Next: vigie detect
        ");
        insta::assert_snapshot!(shown(&report, Language::French), @"
        fichier       source      nouveaux  connus  écartés  passés  taille
        access.log    web-access    18 204       2        0      12  1,4 Mo
        error.log.gz  web-access    18 204       2    1 207      12  1,4 Mo
        total                       36 408       4    1 207      24  2,9 Mo

        error.log.gz
          ! pas lu jusqu’au bout : the gzip stream ends early. Ce qui a été lu est
            gardé.
          ! text reste vide : ce fichier n’a pas de champ mesage. Il a message, user.
          ! Toutes les lignes sont écartées : author_id a besoin du champ uid, que ce
            fichier n’a pas.
          1 207 lignes écartées
            1 206 × pas dans ce format (une ligne de journal combiné était attendue)
                    lignes 88, 91, 102, 110, 131, …
            1 × coupée à la fin
                ligne 140
            2 × une date où le jour et le mois ne se distinguent pas (le jour et le mois
                de sa date ne se distinguent pas)
                lignes 7, 8
                Dire lequel vient d’abord, et relire le fichier : date_order='day-first'
                (le jour) ou date_order='month-first' (le mois) dans la correspondance.
          1 ligne sans heure utilisable
          Dates de date : le jour vient d’abord, car la ligne 3 y a un jour au-dessus de
          12.
          Passés, ce ne sont pas des signaux : messages de service (1 300)

        book.xlsx : seule la feuille demandée est lue. Pas lues : More.

        Gardé sous le commit 4, mandat season-2027.

        Ensuite : vigie detect
        ");
    }

    #[test]
    fn nothing_new_is_said_in_words() {
        let known = StreamReport { new: 0, known: 18_206, ..stream("access.log") };
        let report = IngestReport {
            commit: None,
            mandate: "local".into(),
            streams: vec![known],
            sheets: Vec::new(),
        };
        insta::assert_snapshot!(shown(&report, Language::English), @"
        file        source      new   known  set aside  skipped    size
        access.log  web-access    0  18,206          0       12  1.4 MB

        Nothing new: the lake holds all of it already.
        ");
    }

    #[test]
    fn ndjson_gives_a_record_a_file_and_one_for_the_commit() {
        let report = IngestReport {
            commit: Some(4),
            mandate: "local".into(),
            streams: vec![stream("access.log")],
            sheets: Vec::new(),
        };
        let records: Vec<_> = report.records().unwrap().iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(records.join("\n"), @r#"
        {"absent":[],"bytes":1450000,"dates":[],"dropped":[],"file":"access.log","incomplete":null,"known":2,"new":18204,"record":"stream","rejected":0,"rejects":[],"skipped":12,"source":"web-access","untimed":0}
        {"commit":4,"mandate":"local","record":"commit"}
        "#);
    }
}
