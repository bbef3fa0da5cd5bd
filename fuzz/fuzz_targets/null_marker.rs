#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| terbuka_fuzz::check("null_marker", text));
