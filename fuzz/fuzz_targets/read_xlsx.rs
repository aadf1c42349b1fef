//! Any bytes behind the mark of a zipped workbook. It needs the seed in `seeds/read_xlsx`.
#![no_main]

mod shared;

use std::panic;
use std::sync::Once;

use libfuzzer_sys::fuzz_target;

const MARK: &[u8] = b"PK\x03\x04";

/// Crates that read workbooks for us. `sheet` catches their panics and tells that the workbook
/// cannot be read, so only a panic of our own counts here.
const THEIRS: [&str; 4] = ["/calamine-", "/quick-xml-", "/zip-", "/encoding_rs-"];

static HOOK: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |place| place.file());
            if !THEIRS.iter().any(|name| file.contains(name)) {
                before(info);
            }
        }));
    });
    if bytes.starts_with(MARK) {
        shared::read_and_lay(bytes, None);
    } else {
        let marked = [MARK, bytes].concat();
        shared::read_and_lay(&marked, None);
    }
});
