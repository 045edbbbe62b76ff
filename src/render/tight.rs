//! Styles and scripts without what only their author reads: comments and spaces.

/// The same style in fewer bytes. Texts in quotes stay as they are; nothing is renamed, merged or
/// moved, so that a theme author finds every rule again.
pub(super) fn css(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut letters = css.chars().peekable();
    // A space was read; nothing before it needs one.
    let (mut space, mut loose) = (false, true);
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'*') => {
                letters.next();
                let mut before = ' ';
                for letter in letters.by_ref() {
                    if before == '*' && letter == '/' {
                        break;
                    }
                    before = letter;
                }
                space = true;
            }
            letter if letter.is_ascii_whitespace() => space = true,
            letter => {
                // A space means something in `a b`, `1px 2px`, `a + b` and before `:hover`.
                if space && !loose && !matches!(letter, '{' | '}' | ';' | ',') {
                    out.push(' ');
                }
                space = false;
                loose = matches!(letter, '{' | '}' | ';' | ',' | ':');
                if letter == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(letter);
                match letter {
                    '\\' => out.extend(letters.next()),
                    '"' | '\'' => {
                        while let Some(inner) = letters.next() {
                            out.push(inner);
                            if inner == '\\' {
                                out.extend(letters.next());
                            } else if inner == letter {
                                break;
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    out
}

/// The same script without empty lines, the spaces that lines begin with, and the comments that
/// stand on lines of their own. No line is joined with another, for a line's end may end a sentence.
///
/// A script that this could change the meaning of comes back as it is: one with a text over several
/// lines (a backtick, or a backslash at a line's end), or with a comment that begins behind code and
/// ends on another line.
pub(super) fn js(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let mut line = line;
        if !in_comment && line.starts_with("/*") {
            in_comment = true;
            line = &line[2..];
        }
        if in_comment {
            let Some((_, rest)) = line.split_once("*/") else { continue };
            in_comment = false;
            line = rest.trim_start();
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        let open = line.rsplit_once("/*").is_some_and(|(_, rest)| !rest.contains("*/"));
        if open || line.contains('`') || line.ends_with('\\') {
            return script.to_owned();
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{css, js};

    #[test]
    fn a_script_means_the_same() {
        for (written, wanted) in [
            ("/* A\n   b */\n  var a = 1; /* c */\n\n  // d\n  a += 2;\n", "var a = 1; /* c */\na += 2;\n"),
            ("/* a */ var b = \"/* c */\";\r\n", "var b = \"/* c */\";\n"),
            ("/* a */ // b\nc();", "c();\n"),
            ("return\n  1", "return\n1\n"),
        ] {
            assert_eq!(js(written), wanted);
        }
        for as_it_is in
            ["  var a = `\n  b`;\n", "  a(); /* b\n  c */\n", "  var a = \"b\\\n  c\";\n", "  a = \"/*\";\n"]
        {
            assert_eq!(js(as_it_is), as_it_is);
        }
    }

    #[test]
    fn only_what_means_nothing_goes() {
        for (written, wanted) in [
            ("a { color: red; }\n", "a{color:red}"),
            ("/* A */ a b > c , d :hover { margin: 0 auto ; }", "a b > c,d :hover{margin:0 auto}"),
            (
                "a::before { content: \"a ;  } /* b */: \\\" c\"; }",
                "a::before{content:\"a ;  } /* b */: \\\" c\"}",
            ),
            ("a{width:calc(1px + 2 * var(--b))}", "a{width:calc(1px + 2 * var(--b))}"),
            (
                "@media (min-width: 4rem) and (max-width: 5rem) { a { b: c } }",
                "@media (min-width:4rem) and (max-width:5rem){a{b:c}}",
            ),
            ("a/* x */b { }", "a b{}"),
            ("@counter-style v { symbols: a đ; suffix: ') '; }", "@counter-style v{symbols:a đ;suffix:') '}"),
            ("a { b: c", "a{b:c"),
            ("/* open", ""),
            ("a\\: b{}", "a\\: b{}"),
        ] {
            assert_eq!(css(written), wanted);
        }
    }
}
