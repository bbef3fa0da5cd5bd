//! Properties: what is written in any notation that a kernel knows is read back as the value that was written.

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use crate::value::numeral::locale::Locale;
    use crate::value::{
        account_code, agency_code, area_code, boolean, date, money, month, number, percent, period, programme_code,
    };
    use crate::value::{quantity, terbilang};

    /// Marks of a notation: between groups, before decimals.
    #[derive(Clone, Copy, Debug)]
    struct Marks {
        group: &'static str,
        decimal: &'static str,
    }

    const INDONESIAN: Marks = Marks { group: ".", decimal: "," };
    const ENGLISH: Marks = Marks { group: ",", decimal: "." };

    /// Digits with groups of three and decimals.
    fn digits(value: Decimal, marks: Marks) -> String {
        let plain = value.abs().to_string();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut text = String::new();
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push_str(marks.group);
            }
            text.push(digit);
        }
        if decimals.is_empty() { text } else { text + marks.decimal + decimals }
    }

    /// The ways in which a negative number is written; a positive one has one.
    fn signed(value: Decimal, text: &str) -> Vec<String> {
        if value.is_sign_negative() && !value.is_zero() {
            vec![format!("-{text}"), format!("\u{2212}{text}"), format!("({text})"), format!("{text}-")]
        } else {
            vec![text.to_owned(), format!("+{text}")]
        }
    }

    /// Exact numbers that money can hold, with none, one, two or four decimals: three may be a group.
    fn amounts() -> impl Strategy<Value = Decimal> {
        (-999_999_999_999_999_i64..=999_999_999_999_999, prop_oneof![Just(0_u32), Just(1), Just(2), Just(4)])
            .prop_map(|(mantissa, places)| Decimal::new(mantissa, places))
    }

    fn days() -> impl Strategy<Value = NaiveDate> {
        (0..109_000_i64).prop_filter_map("a day after 1900", |days| {
            NaiveDate::from_ymd_opt(1900, 1, 1)?.checked_add_signed(chrono::TimeDelta::days(days))
        })
    }

    proptest! {
        #[test]
        fn numbers_in_both_notations(value in amounts()) {
            for (locale, marks) in [(Locale::Indonesian, INDONESIAN), (Locale::English, ENGLISH)] {
                let options = number::Options { locale: Some(locale), ..number::Options::default() };
                let plain = digits(value, Marks { group: "", ..marks });
                for text in signed(value, &digits(value, marks)).into_iter().chain(signed(value, &plain)) {
                    let read = number::parse(&text, &options).map(|number| number.value);
                    prop_assert_eq!(read, Ok(value), "{}", text);
                }
            }
        }

        #[test]
        fn numbers_grouped_by_spaces_and_apostrophes(value in amounts()) {
            for group in [" ", "\u{a0}", "\u{202f}", "'", "’"] {
                let text = digits(value.abs(), Marks { group, decimal: "," });
                let read = number::parse(&text, &number::Options::default()).map(|number| number.value);
                prop_assert_eq!(read, Ok(value.abs()), "{}", text);
            }
        }

        #[test]
        fn money_in_every_frame(value in amounts()) {
            let plain = digits(value, INDONESIAN);
            for frame in ["Rp", "Rp ", "Rp.", "Rp. ", "RP ", "IDR ", "Rp\u{a0}", ""] {
                for text in signed(value, &format!("{frame}{plain}")) {
                    let read = money::parse(&text, &money::Options::default()).map(|money| money.value);
                    prop_assert_eq!(read, Ok(Some(value)), "{}", text);
                }
            }
            let whole = value.trunc();
            for text in [format!("{} rupiah", digits(whole.abs(), INDONESIAN)), format!("Rp{},-", digits(whole.abs(), INDONESIAN))] {
                let read = money::parse(&text, &money::Options::default()).map(|money| money.value);
                prop_assert_eq!(read, Ok(Some(whole.abs())), "{}", text);
            }
        }

        #[test]
        fn money_with_scale_words(mantissa in 1_i64..99_999, places in 0_u32..3) {
            let value = Decimal::new(mantissa, places);
            for (word, zeros) in [
                ("ribu", 3), ("rb", 3), ("juta", 6), ("jt", 6), ("miliar", 9), ("milyar", 9), ("M", 9), ("triliun", 12), ("T", 12),
            ] {
                let expected = (value * Decimal::from(10_i64.pow(zeros))).normalize();
                for text in [format!("Rp{} {word}", digits(value, INDONESIAN)), format!("{} {word} rupiah", digits(value, INDONESIAN))] {
                    let read = money::parse(&text, &money::Options::default()).map(|money| money.value.map(|value| value.normalize()));
                    prop_assert_eq!(read, Ok(Some(expected)), "{}", text);
                }
            }
        }

        #[test]
        fn ranges_of_money(low in 0_i64..1_000_000, width in 0_i64..1_000_000) {
            let (minimum, maximum) = (Decimal::from(low), Decimal::from(low + width));
            let [least, most] = [minimum, maximum].map(|bound| digits(bound, INDONESIAN));
            for text in [
                format!("Rp{least}-{most} juta"), format!("Rp {least} - Rp {most}"), format!("{least} s.d. {most} miliar"),
                format!("antara Rp{least} dan Rp{most}"), format!("Rp{least}–{most}"),
            ] {
                let read = money::parse(&text, &money::Options::default()).expect("a range");
                let scale = read.maximum.expect("a bound").checked_div(maximum).unwrap_or(Decimal::ONE);
                prop_assert_eq!((read.value, read.minimum), (None, Some(minimum * scale)), "{}", text);
            }
        }

        #[test]
        fn percentages(mantissa in -1_000_000_i64..1_000_000, places in 0_u32..3) {
            let value = Decimal::new(mantissa, places);
            let text = digits(value, INDONESIAN);
            for (sign, unit) in [("%", "percent"), (" %", "percent"), (" persen", "percent"), (" poin persen", "percentage_point")] {
                // A lone dot before three digits is doubtful in a percentage.
                if text.contains('.') && !text.contains(',') {
                    continue;
                }
                let minus = if value.is_sign_negative() { "-" } else { "" };
                let read = percent::parse(&format!("{minus}{text}{sign}"), &percent::Options::default());
                prop_assert_eq!(read.map(|percent| (percent.value, percent.unit)), Ok((Some(value), unit)), "{}{}", text, sign);
            }
        }

        #[test]
        fn quantities_in_every_unit(mantissa in 0_i64..100_000_000, places in 0_u32..3) {
            let value = Decimal::new(mantissa, places);
            for unit in crate::value::numeral::unit_table::UNITS {
                for alias in unit.aliases {
                    let text = format!("{} {alias}", digits(value, INDONESIAN));
                    let read = quantity::parse(&text, &quantity::Options::default());
                    prop_assert_eq!(read.map(|quantity| (quantity.value, quantity.unit)), Ok((Some(value), Some(unit.code))), "{}", text);
                }
            }
        }

        #[test]
        fn days_in_every_order_and_form(day in days()) {
            let name = month::NAMES[day.month0() as usize];
            let (number, year) = (day.day(), day.year());
            let weekday = ["Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu"]
                [day.weekday().num_days_from_monday() as usize];
            let mut texts: Vec<String> = ["%d/%m/%Y", "%-d-%-m-%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d%m%Y"]
                .map(|pattern| day.format(pattern).to_string()).into();
            texts.extend([
                format!("{number} {name} {year}"), format!("{weekday}, {number} {name} {year}"), format!("{number}-{}-{year}", &name[..3]),
                format!("Jambi, {number} {name} {year}"), format!("{}, {number} {} {year}", weekday.to_uppercase(), name.to_uppercase()),
                format!("tanggal {number} bulan {name} tahun {year}"), format!("'{}", day.format("%d/%m/%Y")),
            ]);
            for text in texts {
                prop_assert_eq!(date::parse(&text, &date::Options::default()).map(|date| date.date), Ok(day), "{}", text);
            }
            let american = date::Options { order: Some(date::Order::MonthFirst), ..date::Options::default() };
            prop_assert_eq!(date::parse(&day.format("%m/%d/%Y").to_string(), &american).map(|date| date.date), Ok(day));
        }

        #[test]
        fn moments_in_every_zone(day in days(), hour in 0_u32..24, minute in 0_u32..60) {
            for (zone, offset) in [("WIB", "+07:00"), ("WITA", "+08:00"), ("WIT", "+09:00")] {
                for mark in [".", ":"] {
                    let text = format!("{} {hour:02}{mark}{minute:02} {zone}", day.format("%d/%m/%Y"));
                    let expected = format!("{day}T{hour:02}:{minute:02}{offset}");
                    let read = date::parse(&text, &date::Options::default()).map(|date| date.to_string());
                    prop_assert_eq!(read.as_ref(), Ok(&expected), "{}", text);
                    prop_assert_eq!(date::parse(&expected, &date::Options::default()).map(|date| date.to_string()), Ok(expected));
                }
            }
        }

        #[test]
        fn periods_of_every_kind(year in 2001_i32..2100, index in 1_u32..13) {
            let roman = ["I", "II", "III", "IV"];
            let part = |word: &str, most: u32| (index <= most).then(|| format!("{word} {} {year}", roman[(index - 1) as usize]));
            let texts = [
                (part("TW", 4), period::Kind::Quarter), (part("Triwulan", 4), period::Kind::Quarter),
                (part("s.d. Triwulan", 4), period::Kind::Quarter), (part("Semester", 2), period::Kind::Semester),
                (part("Caturwulan", 3), period::Kind::Caturwulan), (part("Smt.", 2), period::Kind::Semester),
                ((index <= 4).then(|| format!("{year}-Q{index}")), period::Kind::Quarter),
                (Some(format!("{} {year}", month::NAMES[(index - 1) as usize])), period::Kind::Month),
                (Some(format!("s/d {} {year}", month::NAMES[(index - 1) as usize])), period::Kind::Month),
                (Some(format!("{index:02}/{year}")), period::Kind::Month),
            ];
            for (text, kind) in texts.into_iter().filter_map(|(text, kind)| Some((text?, kind))) {
                let read = period::parse(&text, &period::Options::default()).map(|period| (period.kind, period.year, period.index, period.cumulative));
                prop_assert_eq!(read, Ok((kind, Some(year), Some(index), text.starts_with('s'))), "{}", text);
            }
            for (text, kind) in [
                (format!("{year}"), period::Kind::Year), (format!("TA {year}"), period::Kind::FiscalYear),
                (format!("sejak {year}"), period::Kind::OpenRange), (format!("{year}–{}", year + 5), period::Kind::Range),
            ] {
                let read = period::parse(&text, &period::Options::default()).map(|period| (period.kind, period.start.year()));
                prop_assert_eq!(read, Ok((kind, year)), "{}", text);
            }
        }

        #[test]
        fn spans_of_days(day in days(), length in 0_i64..1000) {
            let end = day.checked_add_signed(chrono::TimeDelta::days(length)).expect("a day");
            for text in [format!("{day} - {end}"), format!("{} s.d. {}", day.format("%d/%m/%Y"), end.format("%d/%m/%Y"))] {
                let read = period::parse(&text, &period::Options::default()).map(|period| (period.start, period.end));
                prop_assert_eq!(read, Ok((day, Some(end))), "{}", text);
            }
        }

        #[test]
        fn number_words(value in prop_oneof![0_u64..2000, 0_u64..1_000_000, 0_u64..=1_000_000_000_000_000]) {
            let words = spelled(value);
            prop_assert_eq!(terbilang::parse(&words).map(|words| words.value), Ok(Decimal::from(value)), "{}", words);
            let receipt = format!("# {} RUPIAH #", words.to_uppercase());
            prop_assert_eq!(terbilang::parse(&receipt).map(|words| words.value), Ok(Decimal::from(value)), "{}", receipt);
        }

        #[test]
        fn codes_of_every_level(parts in proptest::array::uniform6(1_u32..10)) {
            let [urusan, kelompok, jenis, objek, rincian, sub] = parts;
            let accounts = [
                format!("{urusan}"), format!("{urusan}.{kelompok}"), format!("{urusan}.{kelompok}.{jenis:02}"),
                format!("{urusan}.{kelompok}.{jenis:02}.{objek:02}"), format!("{urusan}.{kelompok}.{jenis:02}.{objek:02}.{rincian:02}"),
                format!("{urusan}.{kelompok}.{jenis:02}.{objek:02}.{rincian:02}.{sub:04}"),
                format!("{urusan}.{kelompok}.{jenis:02}.{objek:02}.{rincian:03}.{sub:05}"),
            ];
            for (level, code) in (1_u8..=6).chain([6]).zip(&accounts) {
                let read = account_code::parse(code, &account_code::Options::default()).map(|read| (read.canonical, read.level.to_string()));
                prop_assert_eq!(read, Ok((code.clone(), level.to_string())), "{}", code);
            }
            let programme = format!("1.0{}.{jenis:02}.2.{objek:02}.{sub:04}", (urusan - 1) % 6 + 1);
            for end in [1, 4, 7, 12, 17] {
                let code = &programme[..end];
                let read = programme_code::parse(code, &programme_code::Options::default()).map(|read| read.canonical);
                prop_assert_eq!(read.as_deref(), Ok(code));
            }
            let agency = format!("1.0{}.0.00.0.00.{objek:02}.{sub:04}", (urusan - 1) % 6 + 1);
            let read = agency_code::parse(&agency, &agency_code::Options::default()).map(|read| read.canonical);
            prop_assert_eq!(read.as_ref(), Ok(&agency));
        }

        #[test]
        fn dotted_areas(regency in 1_u32..79, district in 1_u32..50, village in 1001_u32..1020) {
            let whole = format!("15.{regency:02}.{district:02}.{village}");
            for end in [2, 5, 8, 13] {
                let code = &whole[..end];
                let read = area_code::parse(code, &area_code::Options::default()).map(|read| read.canonical);
                prop_assert_eq!(read.as_deref(), Ok(code));
            }
        }

        #[test]
        fn answers_in_any_case(place in 0_usize..8, upper in any::<bool>()) {
            let (word, value) = [("ya", true), ("ada", true), ("sudah", true), ("✓", true), ("tidak", false), ("tdk", false), ("bukan", false), ("belum", false)][place];
            let text = if upper { word.to_uppercase() } else { word.to_owned() };
            prop_assert_eq!(boolean::parse(&text, &boolean::Options::default()).map(|answer| answer.value), Ok(value));
        }
    }

    /// A number in standard Indonesian words.
    fn spelled(value: u64) -> String {
        const ONES: [&str; 10] =
            ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
        let one = |digit: u64| ONES[usize::try_from(digit).expect("a digit")];
        let joined = |head: String, rest: u64| if rest == 0 { head } else { format!("{head} {}", spelled(rest)) };
        match value {
            0..10 => one(value).to_owned(),
            10 => "sepuluh".to_owned(),
            11 => "sebelas".to_owned(),
            12..20 => format!("{} belas", one(value - 10)),
            20..100 => joined(format!("{} puluh", one(value / 10)), value % 10),
            100..200 => joined("seratus".to_owned(), value - 100),
            200..1000 => joined(format!("{} ratus", one(value / 100)), value % 100),
            1000..2000 => joined("seribu".to_owned(), value - 1000),
            2000..1_000_000 => joined(format!("{} ribu", spelled(value / 1000)), value % 1000),
            1_000_000..1_000_000_000 => joined(format!("{} juta", spelled(value / 1_000_000)), value % 1_000_000),
            1_000_000_000..1_000_000_000_000 => {
                joined(format!("{} miliar", spelled(value / 1_000_000_000)), value % 1_000_000_000)
            }
            _ => joined(format!("{} triliun", spelled(value / 1_000_000_000_000)), value % 1_000_000_000_000),
        }
    }
}
