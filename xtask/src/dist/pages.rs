//! The pages that a package brings along: those that an operator begins with, and every file that they lead to.

use crate::run::{Outcome, top};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Where reading begins.
const BEGIN: [&str; 2] = ["docs/operations.md", "CHANGELOG.md"];

/// Every file that is needed, by its path in the folder of the package's pages, as it is to be written there. `docs/` is
/// left out of paths, and out of the links of what stands beside it.
pub(super) fn pages() -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = BEGIN.iter().map(PathBuf::from).collect();
    while let Some(from) = open.pop() {
        let to = from.strip_prefix("docs").unwrap_or(&from).to_owned();
        if found.contains_key(&to) {
            continue;
        }
        let bytes = fs::read(top().join(&from)).map_err(|e| format!("{}: {e}", from.display()))?;
        if from.extension().is_none_or(|kind| kind != "md") {
            found.insert(to, bytes);
            continue;
        }
        let text = String::from_utf8(bytes).map_err(|e| format!("{}: {e}", from.display()))?;
        for link in links(&text) {
            open.push(target(&from, link).ok_or_else(|| {
                format!("{} leads to {link}, which no package can have", from.display())
            })?);
        }
        let text = if from == to { text.replace("](docs/", "](") } else { text };
        found.insert(to, text.into_bytes());
    }
    Ok(found)
}

/// The relative links of a page, without the places in them.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let all = page.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let relative = all.filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
    relative.filter_map(|link| link.split('#').next()).filter(|link| !link.is_empty())
}

/// Where a link of a page leads; nowhere when that is outside of the project.
fn target(page: &Path, link: &str) -> Option<PathBuf> {
    let mut path = page.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(link).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_of_a_page_that_is_installed_leads_to_a_file_that_is_installed() {
        let pages = pages().unwrap();
        let mut followed = 0;
        for (path, bytes) in &pages {
            let text = std::str::from_utf8(bytes).unwrap();
            if path.extension().is_some_and(|kind| kind == "md") {
                for link in links(text) {
                    let to = target(path, link).unwrap();
                    assert!(pages.contains_key(&to), "{}: {link}", path.display());
                    followed += 1;
                }
            }
        }
        assert!(followed > 50, "{followed}");
        for needed in ["operations.md", "operations/upgrade.md", "CHANGELOG.md", "idp.md"] {
            assert!(pages.contains_key(Path::new(needed)), "{needed}");
        }
        assert!(!pages.keys().any(|path| path.starts_with("docs")));
    }

    #[test]
    fn links_are_found_and_followed_as_a_browser_does() {
        let page = "[a](b.md#c) [d](#e) [f](https://g) ![h](../i.png \"j\")";
        assert_eq!(links(page).collect::<Vec<_>>(), ["b.md", "../i.png"]);
        assert_eq!(target(Path::new("docs/a/b.md"), "../c.md"), Some("docs/c.md".into()));
        assert_eq!(target(Path::new("b.md"), "../c.md"), None);
    }
}
