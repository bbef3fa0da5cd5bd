//! Releases at an address of the web, served on this machine.
#![cfg(feature = "http")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use super::verify::Released;

/// What a server says of a file that it does not have.
#[derive(Clone, Copy)]
enum Absent {
    /// There is none.
    NotFound,
    /// A page that looks like an answer.
    Page,
    /// It is in trouble.
    Trouble,
}

/// Serves a folder until the test ends; the address of its root.
fn serve(folder: &Path, absent: Absent) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, folder) = (listener.local_addr().unwrap(), folder.to_owned());
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| answer(stream, &folder, absent)));
    format!("http://{address}")
}

fn answer(mut stream: TcpStream, folder: &Path, absent: Absent) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(request) = lines.next() else { return };
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = request.split(' ').nth(1).unwrap().trim_start_matches('/');
    let (status, body) = match fs::read(folder.join(path)) {
        Ok(bytes) => ("200 OK", bytes),
        Err(_) => match absent {
            Absent::NotFound => ("404 Not Found", Vec::new()),
            Absent::Page => ("200 OK", b"<!doctype html><title>Portal</title>".to_vec()),
            Absent::Trouble => ("503 Service Unavailable", Vec::new()),
        },
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn verify(what: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terbuka"));
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "TERBUKA_LANG"] {
        command.env_remove(name);
    }
    command.args(["--lang", "en", "verify", what]).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const LATEST: &str = "data/anggaran/v1/latest";

#[test]
fn a_tree_a_version_and_a_file_are_verified_at_their_addresses() {
    let released = Released::new();
    let root = serve(released.root.path(), Absent::NotFound);
    for (what, rows) in [
        (root.clone(), "3 rows equal in csv, parquet, json, ndjson, xlsx"),
        (format!("{root}/"), "3 rows equal in csv, parquet, json, ndjson, xlsx"),
        (format!("{root}/{LATEST}/"), "3 rows equal in csv, parquet, json, ndjson, xlsx"),
        (format!("{root}/{LATEST}/anggaran.parquet"), "3 rows in parquet"),
    ] {
        let output = verify(&what);
        let told = text(&output.stdout);
        assert!(told.contains(rows), "{what}: {told}{}", text(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{what}");
    }
}

#[test]
fn a_file_that_vanished_or_became_a_page_is_told_by_its_address() {
    let released = Released::new();
    fs::remove_file(released.folder().join("anggaran.json")).unwrap();
    let expected = [
        (Absent::NotFound, "TB0522]: `anggaran.json` is not there"),
        (Absent::Page, "TB0521]: `anggaran.json` is an HTML page, not the data"),
    ];
    for (absent, told) in expected {
        let root = serve(released.root.path(), absent);
        let output = verify(&format!("{root}/{LATEST}"));
        let errors = text(&output.stderr);
        assert!(errors.contains(told) && errors.contains(&format!("--> {root}/{LATEST}/anggaran.json")), "{errors}");
        assert_eq!(output.status.code(), Some(1));
    }
}

#[test]
fn an_address_without_a_release_and_one_that_does_not_answer_are_told_apart() {
    let empty = tempfile::tempdir().unwrap();
    for absent in [Absent::NotFound, Absent::Page] {
        let root = serve(empty.path(), absent);
        let output = verify(&format!("{root}/data"));
        let told = text(&output.stderr);
        assert!(told.starts_with(&format!("error[TB0530]: there is no release at `{root}/data`")), "{told}");
        assert_eq!(output.status.code(), Some(2));
    }
    let output = verify(&serve(empty.path(), Absent::Trouble));
    assert!(text(&output.stderr).contains("is answered with 503 Service Unavailable"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(75));
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = verify(&format!("http://{gone}/"));
    assert!(text(&output.stderr).starts_with("error[TB0531]: `http://"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(75));
    let output = verify("https://[/");
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
}

#[test]
fn sums_that_lead_out_of_their_folder_fetch_nothing() {
    let released = Released::new();
    let outside: PathBuf = released.root.path().join("data/anggaran/v1/rahasia");
    fs::write(&outside, "x").unwrap();
    let sums = released.folder().join("SHA256SUMS");
    let text_before = fs::read_to_string(&sums).unwrap();
    fs::write(&sums, format!("{text_before}{}  ../rahasia\n", "0".repeat(64))).unwrap();
    let output = verify(&format!("{}/{LATEST}", serve(released.root.path(), Absent::NotFound)));
    assert!(text(&output.stderr).starts_with("error[TB0524]: `SHA256SUMS` is damaged"), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(1));
}
