//! `[vocabulary]`: what a site adds to the embedded vocabularies.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::fields::{Fields, Key};
use crate::model::{Term, Terms, Vocabulary};
use crate::text;

pub(super) const KEYS: &[Key] =
    &[("types", ""), ("topics", ""), ("channels", ""), ("audiences", ""), ("kinds", "")];

const TERM: &[Key] =
    &[("code", ""), ("label", ""), ("short", ""), ("en", ""), ("aliases", ""), ("countable", "")];

/// The embedded vocabularies with the site's own terms behind them. A term with a known code
/// changes that term, in its place.
pub(super) fn extended(table: &mut Fields<'_>) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for (key, terms) in [
        ("types", &mut vocabulary.types),
        ("topics", &mut vocabulary.topics),
        ("channels", &mut vocabulary.channels),
        ("audiences", &mut vocabulary.audiences),
        ("kinds", &mut vocabulary.kinds),
    ] {
        let mut codes = BTreeSet::new();
        for mut entry in table.tables(key, TERM) {
            if let Some(read) = term(&mut entry, terms, &mut codes)
                && !terms.put(read)
            {
                let span = entry.span();
                entry.report_at(span, Diagnostic::error("danh-muc-day"));
            }
            table.absorb(entry);
        }
    }
    vocabulary
}

/// `codes` are those that the site has written before.
fn term(entry: &mut Fields<'_>, known: &Terms, codes: &mut BTreeSet<String>) -> Option<Term> {
    let (code, label) = (entry.text("code"), entry.text("label"));
    let (short, en) = (entry.text("short"), entry.text("en"));
    let aliases = entry.texts("aliases");
    let countable = entry.flag("countable");
    let Some(code) = code else {
        entry.missing("code", "thieu-ma");
        return None;
    };
    if code.value != text::part(&text::slug(&code.value)) {
        let fixed = text::part(&text::slug(&code.value));
        entry.report_at(
            code.span,
            Diagnostic::error("ma-sai")
                .arg("code", &code.value)
                .did_you_mean((!fixed.is_empty()).then_some(fixed.as_str())),
        );
        return None;
    }
    if !codes.insert(code.value.clone()) {
        entry.report_at(code.span, Diagnostic::error("danh-muc-trung").arg("name", &code.value));
    }
    for name in [&label, &short, &en].into_iter().flatten().chain(&aliases) {
        let other = known.find(&name.value).filter(|&id| known.get(id).code != code.value);
        // Posts that write this name mean the other one.
        if other.is_some() {
            entry.report_at(name.span, Diagnostic::warning("danh-muc-trung").arg("name", &name.value));
        }
    }
    let label = label.filter(|label| !label.value.is_empty());
    let base = known.iter().map(|(_, term)| term).find(|term| term.code == code.value).cloned();
    let mut term = match (base, &label) {
        (Some(term), _) => term,
        (None, Some(label)) => Term {
            code: code.value,
            label: label.value.clone(),
            short: String::new(),
            en: String::new(),
            aliases: Vec::new(),
            countable: true,
        },
        (None, None) => {
            entry.missing("label", "thieu-nhan");
            return None;
        }
    };
    if let Some(label) = label {
        term.label = label.value;
    }
    if let Some(short) = short {
        term.short = short.value;
    }
    if let Some(en) = en {
        term.en = en.value;
    }
    if let Some(countable) = countable {
        term.countable = countable.value;
    }
    term.aliases.extend(aliases.into_iter().map(|at| at.value));
    Some(term)
}
