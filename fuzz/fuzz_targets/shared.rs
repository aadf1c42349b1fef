//! What happens to a rota after it was read, so that fuzzing reaches further than the reader.

use firstline_core::rota::LayOptions;
use firstline_core::time::{Day, Zone};
use firstline_sheet::{ReadOptions, ReadRota, Source, Understood, read_rota, write_tidy};

/// Old workbooks begin so. They are read by a crate that is not ours, and not fuzzed here.
const OLD_WORKBOOK: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

/// Reads, lays, writes.
pub fn read_and_lay(bytes: &[u8], legend: Option<&[u8]>) {
    if [Some(bytes), legend]
        .into_iter()
        .flatten()
        .any(|b| b.starts_with(&OLD_WORKBOOK))
    {
        return;
    }
    let source = |bytes| Source {
        name: "fuzz",
        bytes,
    };
    let legend = legend.map(source);
    let options = ReadOptions {
        year: Some(2026),
        ..ReadOptions::default()
    };
    let read = read_rota(&source(bytes), legend.as_ref(), &options);
    for diagnostic in &read.diagnostics {
        let _ = firstline_core::diagnostic::full(diagnostic);
    }
    lay(&read);
}

fn lay(read: &ReadRota) {
    let options = LayOptions {
        zone: Zone::london(),
        on: Day::new(2026, 11, 2).expect("a date"),
        start: Day::new(2026, 10, 19),
        from: None,
        to: None,
    };
    let (rota, _) = match &read.rota {
        None => return,
        Some(Understood::Pattern(pattern)) => pattern.lay("fuzz", &options),
        Some(Understood::Dated(dated)) => dated.lay("fuzz", &options),
    };
    for roster in &rota.rosters {
        for pair in roster.duties.windows(2) {
            assert!(
                pair[0].end.instant <= pair[1].start.instant,
                "duties overlap"
            );
        }
    }
    let _ = write_tidy(&rota);
}
