use crate::support::*;
use vigie_engine::*;
use vigie_lake::Lake;
use vigie_model::schema::{ACT_ROWS,PUBLICATION_RECORDS};
fn cpu() -> u64 {
    let mut ns = 0;
    for t in std::fs::read_dir("/proc/self/task").unwrap() {
        let s = std::fs::read_to_string(t.unwrap().path().join("schedstat")).unwrap();
        ns += s.split(' ').next().unwrap().parse::<u64>().unwrap();
    }
    ns
}
#[test]
fn overhead() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).unwrap();
    let mut writer = lake.begin(at(0)).unwrap();
    let rows: Vec<Row> = (0..1000).map(|i| vec![("signal_id", V::Id((i % 250) as u8)), ("account", V::I(i)), ("object", V::I(i%7)), ("layer", V::T("link")), ("at", V::At(at(i))), ("precision", V::T("s"))]).collect();
    writer.append(ACT_ROWS, batch(ACT_ROWS, 1, &rows)).unwrap();
    let rows: Vec<Row> = (0..1000).map(|i| vec![("signal_id", V::Id((i % 250) as u8)), ("native_id", V::T("x")), ("author_key", V::I(i%7)), ("claimed_at", V::At(at(i)))]).collect();
    writer.append(PUBLICATION_RECORDS, batch(PUBLICATION_RECORDS, 1, &rows)).unwrap();
    writer.commit().unwrap();
    let snapshot = lake.snapshot().unwrap();
    for partitions in [2, 1] {
    for round in 0..3 {
        let start = cpu(); let mut last = start;
        let mut lap = |what: &str| { let now = cpu(); eprintln!("p{partitions} r{round} {what}: {:.2} ms", now.saturating_sub(last) as f64 / 1e6); last = now; };
        let session = Session::over(&snapshot, None, Access::Detectors, &limits_of(256<<20, partitions)).unwrap();
        lap("open");
        session.query("SELECT account, object, layer, at, signal_id FROM acts", &[]).unwrap(); lap("acts");
        session.query("SELECT account, object, layer, at, signal_id FROM acts WHERE at < $t", &[("t".into(), Param::Time(at(50)))]).unwrap(); lap("acts again filter");
        session.query("SELECT object, count(*) AS n, min(at) AS f FROM acts GROUP BY object HAVING count(*) > 1 ORDER BY n", &[]).unwrap(); lap("group");
        session.query("SELECT * FROM publications", &[]).unwrap(); lap("publications");
        session.query("SELECT 1", &[]).unwrap(); lap("select 1");
        drop(session); lap("drop");
    }}
}

#[test]
fn stress_sorts() {
    for (mem, parts) in [(128u64 << 20, 2), (64<<20, 1), (40<<20, 2), (256<<20, 4), (20 << 20, 1), (16<<20,1),(8<<20,1)] {
        for round in 0..3 {
            let session = Session::empty(&limits_of(mem, parts)).unwrap();
            let sql = "SELECT count(*) AS n, min(w) AS a, max(p) AS b FROM (SELECT w, row_number() OVER (PARTITION BY w % 100000 ORDER BY t) AS p FROM (SELECT n * 7919 % 6000011 AS w, concat('a long text that takes memory ', n * 7919 % 6000011) AS t FROM (SELECT unnest(generate_series(1, 6000000)) AS n)))";
            let r = session.query(sql, &[]).map(|r| shown(&r)).map_err(|e| e.to_string());
            eprintln!("STRESS mem {} parts {} round {}: peak {} {}", mem >> 20, parts, round, session.memory_peak() >> 20, match r { Ok(_) => "ok".to_owned(), Err(e) => e });
        }
    }
}
