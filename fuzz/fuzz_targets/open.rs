//! See `varne_fuzz::open`.
#![cfg_attr(feature = "libfuzzer", no_main)]

#[cfg(feature = "libfuzzer")]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| varne_fuzz::open(bytes));

#[cfg(not(feature = "libfuzzer"))]
fn main() -> std::process::ExitCode {
    varne_fuzz::replay(varne_fuzz::open)
}
