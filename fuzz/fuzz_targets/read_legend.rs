//! Any bytes as the legend of a small rota.
#![no_main]

mod shared;

use libfuzzer_sys::fuzz_target;

const ROTA: &[u8] =
    b"week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n1,D,LD,N,OC,AL,X,-\n2,d,N1,C,08:00-17:00,OFF,,\n";

fuzz_target!(|bytes: &[u8]| {
    shared::read_and_lay(ROTA, Some(bytes));
});
