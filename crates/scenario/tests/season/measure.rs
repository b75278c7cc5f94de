use crate::read_back::*;
use vigie_scenario::*;
use std::time::Instant;
#[test]
fn measure() {
    for size in [Size::DEMO, Size::FULL, Size{posts:1_000_000, web_lines: 5_000_000, login_lines: 1_000_000}] {
        let s = season(1, size);
        for kind in [Kind::Posts, Kind::Web, Kind::Logins] {
            let t = Instant::now();
            let mut n = 0u64;
            for f in s.files().iter().filter(|f| f.kind == kind) {
                s.write::<()>(f, |p| { n += p.len() as u64; Ok(()) }).unwrap();
            }
            let e = t.elapsed().as_secs_f64();
            eprintln!("{kind:?} {:.1} MB in {e:.3}s = {:.0} MB/s", n as f64/1e6, n as f64/1e6/e);
        }
        if size.posts > 300_000 { continue }
        for seed in 1..4 {
        let s = season(seed, size);
        eprintln!("seed {seed} links+tags: {}", crate::truth::raised_with(&s, false));
        eprintln!("seed {seed} +domains: {}", crate::truth::raised_with(&s, true));
        }
    }
    for n in [1_000_000u64, 10_000_000] {
        let t = Instant::now();
        let all: Vec<Act> = acts(n, 1).collect();
        eprintln!("acts {n} in {:?}", t.elapsed());
        let mut v: Vec<(i64,i64,i64)> = all.iter().map(|a| (a.object, a.at, a.account)).collect();
        v.sort_unstable();
        let mut pairs = 0u64;
        let mut hot = 0; let mut run=0; let mut last=0;
        for i in 0..v.len() {
            if v[i].0==last { run+=1 } else { run=1; last=v[i].0 }
            hot = hot.max(run);
            let mut j=i+1;
            while j<v.len() && v[j].0==v[i].0 && v[j].1-v[i].1<=60_000_000 { if v[j].2!=v[i].2 {pairs+=1}; j+=1 }
        }
        let mut acc: Vec<i64> = all.iter().map(|a| a.account).collect();
        acc.sort_unstable();
        let mut best=0; run=0; last=0; let mut na=0;
        for a in acc { if a==last {run+=1} else {run=1; last=a; na+=1}; best=best.max(run) }
        eprintln!("event pairs in 60 s: {pairs}, hottest object {hot}, accounts {na}, busiest {best}");
    }
}
