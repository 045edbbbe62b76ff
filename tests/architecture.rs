//! The map in `src/lib.rs` is true: a module imports only modules with a smaller number.

use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn modules_import_downward_only() {
    let lib = include_str!("../src/lib.rs");
    let mut level: BTreeMap<String, u32> = BTreeMap::new();
    for line in lib.lines().filter_map(|line| line.strip_prefix("//! ")) {
        let mut words = line.split_whitespace();
        if let Some(Ok(number)) = words.next().map(str::parse::<u32>) {
            level.extend(words.map(|word| (word.to_owned(), number)));
        }
    }
    let declared: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    for module in &declared {
        assert!(level.contains_key(*module), "`{module}` is not on the map in src/lib.rs");
    }
    assert_eq!(level.len(), declared.len(), "the map names a module that does not exist");

    let mut wrong = Vec::new();
    for module in declared {
        for (path, text) in sources(module) {
            for (number, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or("");
                for part in code.split("crate::").skip(1) {
                    let name: String =
                        part.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '_').collect();
                    let Some(other) = level.get(&name) else { continue };
                    if name != module && *other >= level[module] {
                        wrong.push(format!("{path}:{}: {module} imports {name}", number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of a module with their texts.
fn sources(module: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let single = root.join(format!("{module}.rs"));
    let mut waiting = vec![root.join(module)];
    if single.is_file() {
        found.push(single);
    }
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("the source folder can be listed").path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "`{module}` has no file");
    found
        .into_iter()
        .map(|path| {
            (path.display().to_string(), std::fs::read_to_string(&path).expect("a source can be read"))
        })
        .collect()
}
