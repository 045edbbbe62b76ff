//! Colours for program code: a fence's text to spans with a handful of classes.
//!
//! The grammars are loaded at the first fence in a language they know. Their hundreds of scopes
//! become nine classes, which a theme styles for light and dark: `hl-comment`, `hl-string`,
//! `hl-constant`, `hl-keyword`, `hl-function`, `hl-type`, `hl-attribute`, `hl-inserted` and
//! `hl-deleted`. Operators, punctuation and variables have none.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::clean::push_text;

/// So much of one text gets colours, in bytes. At worst, with lines made for it, a grammar takes
/// a second for that.
pub(super) const LIMIT: usize = 16 << 10;

/// Code with a longer line gets none: it is minified, or made to keep a grammar busy, whose time
/// grows with the square of a line.
const LINE_LIMIT: usize = 200;

/// A scope and its class; the first that fits decides, an empty class means none.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hl-comment"),
    ("string", "hl-string"),
    ("constant", "hl-constant"),
    ("support.constant", "hl-constant"),
    ("keyword.operator", ""),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("support.type.property-name", "hl-attribute"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("markup.heading", "hl-keyword"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
];

struct Highlighter {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(|| Highlighter {
    syntaxes: SyntaxSet::load_defaults_newlines(),
    classes: CLASSES.iter().filter_map(|&(scope, class)| Some((Scope::new(scope).ok()?, class))).collect(),
});

/// Adds the code with spans; without them, and `false`, where the language is not known or the
/// code is more than what is `left` of the limit.
pub(super) fn highlight(code: &str, language: &str, left: &mut usize, out: &mut String) -> bool {
    let start = out.len();
    let small = code.len() <= *left && code.lines().all(|line| line.len() <= LINE_LIMIT);
    if small && !language.is_empty() && spans(code, language, out).is_some() {
        *left -= code.len();
        return true;
    }
    out.truncate(start);
    push_text(out, code);
    false
}

fn spans(code: &str, language: &str, out: &mut String) -> Option<()> {
    let Highlighter { syntaxes, classes } = &*HIGHLIGHTER;
    let syntax = syntaxes.find_syntax_by_token(language)?;
    if syntax.name == syntaxes.find_syntax_plain_text().name {
        return None;
    }
    let class_of = |stack: &ScopeStack| {
        let class = |scope: &Scope| classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        stack.as_slice().iter().rev().find_map(class).map_or("", |(_, class)| class)
    };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open = "";
    let mut switch = |out: &mut String, class: &'static str| {
        if class != open {
            if !open.is_empty() {
                out.push_str("</span>");
            }
            if !class.is_empty() {
                out.extend(["<span class=\"", class, "\">"]);
            }
            open = class;
        }
    };
    for line in LinesWithEndings::from(code) {
        let mut done = 0;
        for (at, change) in state.parse_line(line, syntaxes).ok()? {
            if at > done {
                switch(out, class_of(&stack));
                push_text(out, line.get(done..at)?);
                done = at;
            }
            stack.apply(&change).ok()?;
        }
        if done < line.len() {
            switch(out, class_of(&stack));
            push_text(out, line.get(done..)?);
        }
    }
    switch(out, "");
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, language: &str) -> (String, bool) {
        let mut out = String::new();
        let coloured = highlight(code, language, &mut { LIMIT }, &mut out);
        (out, coloured)
    }

    #[test]
    fn a_known_language_gets_few_classes() {
        let (html, coloured) = shown("# chào\nif x < 1: print(\"<b>\")\n", "python");
        assert!(coloured);
        assert_eq!(
            html,
            "<span class=\"hl-comment\"># chào\n</span><span class=\"hl-keyword\">if</span> x &lt; \
             <span class=\"hl-constant\">1</span>: <span class=\"hl-function\">print</span>(\
             <span class=\"hl-string\">\"&lt;b&gt;\"</span>)\n"
        );
    }

    #[test]
    fn unknown_languages_and_too_much_code_stay_plain() {
        assert_eq!(shown("a < b", "klingon"), ("a &lt; b".into(), false));
        assert_eq!(shown("a", "txt"), ("a".into(), false));
        assert!(!shown(&"x = 1\n".repeat(20_000), "python").1);
        assert!(!shown(&"(".repeat(201), "python").1);
    }
}
