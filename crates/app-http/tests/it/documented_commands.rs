//! Every command that the documentation names exists, with the options that it names.

use clap::{Arg, Command, CommandFactory};
use std::fs;
use std::path::{Path, PathBuf};
use wariin_app_http::Cli;

/// Where commands are documented.
const PAGES: [&str; 3] = ["README.md", "docs", "packaging"];
/// What ends a command in a line of a shell.
const ENDS: [&str; 7] = ["|", "||", "&&", ";", ">", ">>", "#"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Markdown files there, and in all folders below; notes of decisions tell of their time.
fn pages(at: &Path, found: &mut Vec<PathBuf>) {
    if at.is_file() {
        found.extend(at.extension().is_some_and(|end| end == "md").then(|| at.to_owned()));
    } else if at.file_name().is_some_and(|name| name != "adr") {
        for entry in fs::read_dir(at).unwrap().flatten() {
            pages(&entry.path(), found);
        }
    }
}

/// What stands in code: in fenced blocks by line, and between backquotes.
fn code(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_fenced = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced {
            found.push(line);
        } else {
            found.extend(line.split('`').skip(1).step_by(2));
        }
    }
    found
}

/// The words behind each `wariin` in a piece of code that begins a command there, up to the command's end.
fn commands(code: &str) -> Vec<Vec<&str>> {
    let words: Vec<&str> = code.split_whitespace().collect();
    // Behind another word it is the name of a user or of a package.
    let may_begin = |before: &str| {
        matches!(bare(before), "" | "$" | "exec" | "sudo" | "--" | "&&" | "||" | "|")
            || before.contains('=')
            || before.ends_with(';')
    };
    let is_program = |word: &str| matches!(bare(word), "wariin" | "/usr/bin/wariin");
    let begun = words.iter().enumerate().filter(|(at, word)| {
        is_program(word) && at.checked_sub(1).is_none_or(|before| may_begin(words[before]))
    });
    begun
        .map(|(at, _)| {
            let behind = words[at + 1..].iter();
            behind.take_while(|word| !ENDS.contains(word)).copied().collect()
        })
        .collect()
}

/// Without the brackets of what may be left out, and quotation marks around the whole.
fn bare(word: &str) -> &str {
    word.trim_matches(['[', ']', '(', ')', '\'', '"', ';', ',', '…'])
}

fn is_option(arg: &Arg, name: &str) -> bool {
    arg.get_long() == Some(name)
        || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
}

/// What is wrong with a command; `None` when the program takes it.
fn fault(program: &Command, words: &[&str]) -> Option<String> {
    let mut command = program;
    let mut is_value = false;
    for word in words.iter().map(|word| bare(word)).filter(|word| !word.is_empty()) {
        if let Some(option) = word.strip_prefix("--") {
            let option = option.split(['=', '\\', '|']).next().unwrap_or_default();
            let args = command.get_arguments().chain(program.get_arguments());
            let known = args.into_iter().find(|arg| is_option(arg, option));
            if known.is_none() && !matches!(option, "help" | "version") {
                return Some(format!("no option --{option} of {}", command.get_name()));
            }
            is_value = known.is_some_and(|arg| arg.get_action().takes_values());
        } else if std::mem::take(&mut is_value) {
        } else if let Some(below) = command.find_subcommand(word) {
            command = below;
        } else if command.get_positionals().next().is_none() {
            return Some(format!("{} takes no {word}", command.get_name()));
        }
    }
    None
}

fn program() -> Command {
    let mut program = Cli::command();
    program.build();
    program
}

// FA-14
#[test]
fn every_command_that_the_documentation_names_exists_with_its_options() {
    let mut files = Vec::new();
    for page in PAGES {
        pages(&root().join(page), &mut files);
    }
    let program = program();
    let (mut seen, mut faults) = (0, Vec::new());
    for file in &files {
        let page = fs::read_to_string(file).unwrap();
        for words in code(&page).into_iter().flat_map(commands) {
            seen += 1;
            if let Some(fault) = fault(&program, &words) {
                faults.push(format!("{}: wariin {}: {fault}", file.display(), words.join(" ")));
            }
        }
    }
    assert!(seen > 80, "only {seen} commands were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

// FA-14
#[test]
fn a_command_or_an_option_that_does_not_exist_is_found() {
    let program = program();
    let found = |line: &str| commands(line).iter().find_map(|words| fault(&program, words));
    for line in [
        "wariin retention --dry-run | less",
        "sudo -u wariin sh -c 'exec wariin doctor'",
        "wariin jobs list [--state dead\\|waiting]",
        "wariin evidence verify PACK [--json] [--key VKEY]",
        "wariin --config FILE serve",
    ] {
        assert_eq!(found(line), None, "{line}");
    }
    for line in [
        "wariin retain",
        "wariin retention --dry",
        "wariin jobs restart ID",
        "wariin keys list ID",
        "cd x && wariin doctor --fix",
    ] {
        assert!(found(line).is_some(), "{line}");
    }
}
