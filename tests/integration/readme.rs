//! The commands that the README shows are run as they stand there.

use std::fs;

use super::golden::{copy, repository, terbuka};

/// The commands after `$ terbuka` in the README.
fn commands(readme: &str) -> Vec<Vec<String>> {
    let lines = readme.lines().filter_map(|line| line.strip_prefix("$ terbuka "));
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn the_commands_of_the_readme_work_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["pipelines", "data"] {
        copy(&repository().join(name), &folder.path().join(name));
    }
    fs::copy(repository().join("terbuka.yml"), folder.path().join("terbuka.yml")).unwrap();
    let commands = commands(&fs::read_to_string(repository().join("README.md")).unwrap());
    assert!(commands.len() >= 2, "{commands:?}");
    for command in commands {
        let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        let output = terbuka(folder.path(), "id", &arguments);
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(folder.path().join("public/index.html").is_file());
}

#[test]
fn the_readme_names_every_command() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let help = terbuka(repository(), "en", &["--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    let after = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    // A line that is indented further goes on with the description above it.
    let listed = after.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    for command in listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
        assert!(readme.contains(&format!("`terbuka {command}")), "{command}");
    }
}
