//! A release that was wrong is taken back in one moment, and does not come back by itself.

use serde_json::Value;

use super::golden::terbuka;
use super::nightly::{Night, first_night};

const TAMAN: &str = "data/taman/a.csv";
const LATEST: &str = "public/data/taman/v1/latest/taman.csv";

/// After a second night, on which `taman` lost a row.
fn second_night() -> Night {
    let night = first_night();
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,1\n");
    assert_eq!(night.run(&["taman"]).code, Some(0));
    assert_eq!(night.read(LATEST).lines().count(), 2);
    night
}

/// The exit code, and what was said.
fn rollback(night: &Night, arguments: &[&str]) -> (Option<i32>, String) {
    let output = terbuka(night.root(), "en", &[&["rollback"], arguments].concat());
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

fn index(night: &Night) -> Value {
    let index: Value = serde_json::from_str(&night.read("public/index.json")).unwrap();
    index["datasets"].as_array().unwrap().iter().find(|one| one["name"] == "taman").unwrap().clone()
}

#[test]
fn what_was_taken_back_does_not_come_out_again_by_itself() {
    let night = second_night();
    let withdrawn = index(&night)["versions"][0]["version"].as_str().unwrap().to_owned();
    assert!(withdrawn.ends_with("-2"), "{withdrawn}");
    let (code, said) = rollback(&night, &["--reason", "satu taman hilang"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("generation 1, before it was 2") && said.contains(&withdrawn), "{said}");
    assert_eq!(night.read(LATEST).lines().count(), 3);
    // The same content is held, and the public is told which version is gone and why.
    let held = night.run(&["taman"]);
    assert_eq!(held.code, Some(1));
    assert!(held.lines.contains("TB0541") && held.lines.contains("satu taman hilang"), "{}", held.lines);
    assert_eq!((held.dataset("taman")["status"].as_str(), night.read(LATEST).lines().count()), (Some("held"), 3));
    let gone = &index(&night)["gone"][0];
    assert_eq!(
        (gone["version"].as_str(), gone["reason"].as_str()),
        (Some(withdrawn.as_str()), Some("satu taman hilang"))
    );
    // Another content comes out, under a name that was never used.
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,1\nB,Alam,3\n");
    assert_eq!(night.run(&["taman"]).code, Some(0));
    let newest = index(&night)["versions"][0]["version"].as_str().unwrap().to_owned();
    assert!(newest.ends_with("-3"), "{newest}");
    assert_eq!(index(&night)["gone"][0]["version"], withdrawn.as_str());
}

#[test]
fn a_generation_that_was_right_after_all_is_shown_again() {
    let night = second_night();
    let before = night.public();
    rollback(&night, &["--reason", "salah sangka"]);
    let (code, said) = rollback(&night, &["2", "--reason", "datanya benar"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(night.public() == before);
    let told = night.run(&["taman"]);
    assert_eq!((told.code, told.dataset("taman")["status"].as_str()), (Some(0), Some("unchanged")), "{}", told.lines);
    assert_eq!(index(&night)["gone"], Value::Null);
}

#[test]
fn what_cannot_be_shown_is_said() {
    let night = first_night();
    let before = night.public();
    for (arguments, says) in [
        (&["--reason", "x"][..], "no such other generation; 1 is seen now"),
        (&["9", "--reason", "x"], "no such other generation"),
        (&["1", "--reason", "x"], "no such other generation"),
        (&["--reason", " "], "not empty"),
        (&["--reason", "tanya NIP 198501012010011001"], "without personal data"),
        (&[], "--reason"),
    ] {
        let (code, said) = rollback(&night, arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(says), "{said}");
    }
    assert!(night.public() == before);
    night.write("generations/withdrawn.json", "[{");
    let (code, said) = rollback(&night, &["--reason", "x"]);
    assert_eq!(code, Some(75), "{said}");
    assert!(said.contains("withdrawn.json") && said.contains("mend the file"), "{said}");
}

#[test]
fn versions_that_the_rule_lets_go_are_named_and_never_used_again() {
    let night = second_night();
    let settings = night.read("terbuka.yml") + "versions: { newest: 1 }\n";
    night.write("terbuka.yml", &settings);
    night.write(TAMAN, "Nama,Jenis,Luas\nA,Kota,5\n");
    assert_eq!(night.run(&["taman"]).code, Some(0));
    let entry = index(&night);
    let names = |key: &str| -> Vec<String> {
        entry[key].as_array().unwrap().iter().map(|one| one["version"].as_str().unwrap().to_owned()).collect()
    };
    let (stay, gone) = (names("versions"), names("gone"));
    assert_eq!((stay.len(), gone.len()), (1, 2));
    assert!(stay[0].ends_with("-3") && gone[0].ends_with("-2"), "{stay:?} {gone:?}");
    let folder = night.root().join("public/data/taman/v1");
    assert!(folder.join(&stay[0]).is_dir() && gone.iter().all(|version| !folder.join(version).exists()));
    night.write("terbuka.yml", &settings.replace("newest: 1", ""));
    let refused = terbuka(night.root(), "en", &["check"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("`versions` needs `newest` or `months`"));
}
