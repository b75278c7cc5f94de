#![allow(warnings, clippy::all, clippy::pedantic, reason = "temporary")]
use std::sync::Arc;
use arrow_array::*;
use vigie_detect::*;
use vigie_engine::*;
use vigie_lake::Lake;
use vigie_model::schema::ACT_ROWS;
use vigie_model::Timestamp;
fn cpu() -> f64 {
    let mut ns = 0u64;
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<u64>().unwrap() + f[12].parse::<u64>().unwrap()) as f64 / 100.0
}
fn hwm() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned()
}
struct R(u64);
impl R { fn n(&mut self) -> u64 { self.0 = self.0.wrapping_add(0x9E3779B97F4A7C15); let mut m = self.0; m = (m ^ (m >> 30)).wrapping_mul(0xBF58476D1CE4E5B9); m = (m ^ (m >> 27)).wrapping_mul(0x94D049BB133111EB); m ^ (m >> 31) } }
fn main() {
    let count: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let memory: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let parts: usize = std::env::args().nth(3).unwrap().parse().unwrap();
    let root = std::path::PathBuf::from(format!("/tmp/speedlake{count}"));
    let fresh = !root.exists();
    let lake = Lake::open(&root).unwrap();
    if fresh {
        let mut w = lake.begin(Timestamp(1_806_537_600_000_000)).unwrap();
        let mut r = R(1);
        let schema = ACT_ROWS.schema();
        let layers = ["link", "domain", "hashtag", "image"];
        let accounts = (count / 30) as u64; let objects = (count / 4) as u64; let mut burst = (0u64, 0i64, 0i64);
        let mut done = 0;
        while done < count {
            let n = 65536.min(count - done);
            let mut ids = vec![]; let mut acc = vec![]; let mut obj = vec![]; let mut lay = vec![]; let mut at = vec![];
            for i in 0..n {
                let mut id = [0u8; 16]; id[..8].copy_from_slice(&r.n().to_le_bytes()); id[8..].copy_from_slice(&r.n().to_le_bytes()); ids.push(id);
                acc.push((r.n() % accounts).min(r.n() % accounts) as i64 * 7919);
                let o = ((r.n() % objects).min(r.n() % objects)).min(r.n() % objects);
                obj.push(R(o).n() as i64); lay.push(layers[(o % 4) as usize]);
                if r.n() % 3 > 0 { let b = r.n() % (count as u64 / 40); let mut q = R(b); let g = q.n() % 2000; let l = acc.len() - 1; acc[l] = (1_000_000 + (g * 8 + r.n() % 8)) as i64 * 7919; obj[l] = q.n() as i64; lay[l] = layers[(q.n() % 4) as usize]; at.push(1_806_537_600_000_000 + (q.n() % (60 * 86_400)) as i64 * 1_000_000 + (r.n() % 90) as i64 * 1_000_000); } else { at.push(1_806_537_600_000_000 + (r.n() % (60 * 86_400)) as i64 * 1_000_000); }
            }
            let cols: Vec<ArrayRef> = vec![
                Arc::new(FixedSizeBinaryArray::try_from_iter(ids.into_iter()).unwrap()),
                Arc::new(Int64Array::from(vec![w.seq() as i64; n])),
                Arc::new(Int64Array::from(acc)), Arc::new(Int64Array::from(obj)),
                Arc::new(StringArray::from(lay)),
                Arc::new(TimestampMicrosecondArray::from(at).with_timezone("UTC")),
                Arc::new(StringArray::from(vec!["s"; n])), Arc::new(StringArray::from(vec!["k@1"; n])),
            ];
            w.append(ACT_ROWS, RecordBatch::try_new(schema.clone(), cols).unwrap()).unwrap();
            done += n;
        }
        w.commit().unwrap();
        println!("built");
        return;
    }
    let cat = Catalogue::embedded().unwrap();
    let page = cat.get("same-object-together").unwrap();
    let limits = Limits { memory, partitions: parts, spill: "/tmp/speedspill".into() };
    for _ in 0..2 {
    let a = cpu();
    let session = Session::over(&lake.snapshot().unwrap(), None, Access::Detectors, &limits).unwrap();
    let b = cpu();
    let c = session.query("SELECT count(signal_id), sum(account%2), sum(object%2) FROM acts", &[]).unwrap();
    println!("scan {:.2}", cpu() - b);
    let b = cpu();
    session.query("SELECT count(*) FILTER (WHERE at IS NULL), count(*) FILTER (WHERE at IS NOT NULL AND NOT (coalesce(precision, '') IN ('us','ms','s'))) FROM acts", &[]).unwrap();
    println!("left out {:.2}", cpu() - b);
    let b = cpu();
    session.query("WITH acts AS (SELECT * FROM acts WHERE at IS NOT NULL AND coalesce(precision, '') IN ('us','ms','s')), step AS (SELECT layer, count(*) AS acts FROM acts GROUP BY layer) SELECT * FROM step", &[]).unwrap();
    println!("layers {:.2}", cpu() - b);
    let b = cpu();
    for l in ["link","domain","hashtag","image"] {
    let mut rows = 0;
    for x in session.stream("WITH acts AS (SELECT * FROM acts WHERE at IS NOT NULL AND coalesce(precision, '') IN ('us','ms','s')), step AS (SELECT signal_id, account, object, at FROM acts WHERE layer = $layer AND account IS NOT NULL AND object IS NOT NULL) SELECT * FROM step", &[("layer".to_owned(), Param::Text(l.to_owned()))]).unwrap() { rows += x.unwrap().num_rows(); }
    println!("layer {l} {rows} {:.2}", cpu() - b);
    }
    let b = cpu();
    for x in session.stream("WITH acts AS (SELECT * FROM acts WHERE at IS NOT NULL AND coalesce(precision, '') IN ('us','ms','s')), step AS (SELECT signal_id, account, object, at, layer FROM acts) SELECT * FROM step", &[]).unwrap() { x.unwrap(); }
    println!("all layers one scan {:.2}", cpu() - b);

    let b = cpu();
    for (set) in [vec![("min_objects", "2")], vec![("min_objects", "3")]] {
        let b = cpu();
        let o = run(&session, page, &page.bind(&set).unwrap(), &RunContext::default()).unwrap();
        println!("{set:?} {} findings {:?} cpu {:.2} pool peak {} MB {}", o.findings.len(), o.notes, cpu() - b, session.memory_peak() / 1_000_000, hwm());
    }
    }
}
