//! What the documents name: the paths of the architecture page and the types of the rules exist.

use std::fs;
use std::path::Path;

/// What docs/architecture.md names in backticks under `crates/`, `xtask/` or `docs/`, and what the table of
/// docs/rules.md names as the type that holds a rule, and does not exist.
pub(super) fn check(top: &Path) -> Result<Vec<String>, String> {
    let page = "docs/architecture.md";
    let text = fs::read_to_string(top.join(page)).map_err(|e| format!("{page}: {e}"))?;
    let missing = named_paths(&text).filter(|path| !top.join(path).exists());
    let mut faults: Vec<String> =
        missing.map(|path| format!("{page} names {path}, which does not exist")).collect();
    let page = "docs/rules.md";
    let text = fs::read_to_string(top.join(page)).map_err(|e| format!("{page}: {e}"))?;
    let code = super::sources::all(top)?;
    let unknown = named_items(&text).filter(|item| !is_named(&code, item));
    faults.extend(unknown.map(|item| format!("{page} names {item}, which no source names")));
    Ok(faults)
}

fn named_paths(page: &str) -> impl Iterator<Item = &str> {
    let quoted = page.split('`').skip(1).step_by(2);
    quoted.filter(|text| ["crates/", "xtask/", "docs/"].iter().any(|start| text.starts_with(start)))
}

/// The items in the column of types, the last but one of each row.
fn named_items(page: &str) -> impl Iterator<Item = &str> {
    let columns = page.lines().filter_map(|line| line.rsplit(" | ").nth(1));
    let quoted = columns.flat_map(|column| column.split('`').skip(1).step_by(2));
    quoted.filter(|item| !item.contains(['/', '*', '.']))
}

/// Whether each part of the item's path is a word of the sources.
fn is_named(code: &str, item: &str) -> bool {
    item.split("::").all(|part| {
        code.match_indices(part).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + part.len()..].chars().next();
            [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric() && c != '_')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_backticks_are_looked_for_and_other_words_are_not() {
        let page = "See `crates/domain` and `xtask/src`, not `Document::admit` or docs/x.";
        assert_eq!(named_paths(page).collect::<Vec<_>>(), ["crates/domain", "xtask/src"]);
    }

    #[test]
    fn an_item_of_the_rules_is_found_only_as_a_whole_word_of_the_sources() {
        let page = "| a rule | T-1 | `Document::admit`, `help/*.html` | `its_test` |";
        assert_eq!(named_items(page).collect::<Vec<_>>(), ["Document::admit"]);
        assert!(is_named("impl Document { fn admit() {} }", "Document::admit"));
        assert!(!is_named("impl Document { fn admit_member() {} }", "Document::admit"));
        assert!(!is_named("struct Documents; fn admit() {}", "Document::admit"));
    }
}
