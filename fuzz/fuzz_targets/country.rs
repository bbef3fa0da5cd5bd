#![no_main]
libfuzzer_sys::fuzz_target!(|text: &str| terbuka_fuzz::check("country", text));
