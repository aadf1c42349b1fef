//! Any bytes as a rota, without a legend and with a usual one.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

const LEGEND: &[u8] = b"code,start,end,kind,breaks\nD,09:00,17:00,day,30\nLD,09:00,21:30,long_day,30+30\nN,21:00,09:30,night,\nOC,17:00,09:00,nroc,\nAL,,,leave,\n";

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_lay(bytes, None);
    shared::read_and_lay(bytes, Some(LEGEND));
});
