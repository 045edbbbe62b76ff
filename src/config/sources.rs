//! `[[source]]`, `[[exclude]]` and `[aggregate]`: where posts of other sites are gathered.

use std::collections::BTreeMap;
use std::net::Ipv6Addr;

use crate::diagnostics::{Diagnostic, closest};
use crate::fields::{At, Fields, Key};
use crate::model::{Exclusion, SourceSpec, TermId, UnitId, Units, Vocabulary};
use crate::text;

const SOURCE: &[Key] = &[("url", ""), ("unit", ""), ("type", ""), ("types", ""), ("categories", "")];

const EXCLUDE: &[Key] = &[("url", ""), ("unit", "")];

const AGGREGATE: &[Key] = &[("inner_hosts", "")];

/// The hosts in the office's own network that may be asked, as they are asked for on the wire.
pub(super) fn inner_hosts(fields: &mut Fields<'_>) -> Vec<Box<str>> {
    let Some(mut table) = fields.table("aggregate", AGGREGATE) else { return Vec::new() };
    let on_the_wire = |written: &str| match written.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => url::Host::parse(written).map_or(written.to_lowercase(), |host| host.to_string()),
    };
    let hosts = table.texts("inner_hosts").into_iter().map(|at| on_the_wire(&at.value).into()).collect();
    fields.absorb(table);
    hosts
}

/// The posts that are not taken.
pub(super) fn exclusions(fields: &mut Fields<'_>, units: &Units, unsure: bool) -> Vec<Exclusion> {
    let mut excluded = Vec::new();
    for mut table in fields.tables("exclude", EXCLUDE) {
        let address = table.required_text("url", "thieu-dia-chi-bo");
        let written = table.text("unit");
        let unit = written.as_ref().and_then(|at| known_unit(&mut table, units, at, unsure));
        // A unit that is mistyped must not make it hold for all.
        if let Some(address) = address.filter(|_| written.is_none() || unit.is_some()) {
            excluded.push(Exclusion { address: address.value.into(), unit });
        }
        fields.absorb(table);
    }
    excluded
}

/// The unit of a code or name. `unsure` says that a row of the registry could not be read, so that
/// nobody is unknown for certain.
fn known_unit(table: &mut Fields<'_>, units: &Units, at: &At<String>, unsure: bool) -> Option<UnitId> {
    let unit = units.find(&at.value);
    if unit.is_none() && !unsure {
        let known = closest(&at.value, units.iter().map(|(_, unit)| &*unit.code));
        table.report_at(at.span, Diagnostic::error("don-vi-la").arg("name", &at.value).did_you_mean(known));
    }
    unit
}

/// The sources of the registry, then those of the settings.
pub(super) fn read(
    fields: &mut Fields<'_>,
    units: &Units,
    vocabulary: &Vocabulary,
    unsure: bool,
) -> Vec<SourceSpec> {
    let mut sources: Vec<SourceSpec> = units
        .iter()
        .filter_map(|(id, unit)| {
            let address = unit.exchange_url.clone()?;
            let key = SourceSpec::key_of(&unit.code, None);
            Some(SourceSpec { key, unit: id, address, categories: Vec::new(), types: Vec::new(), kind: None })
        })
        .collect();
    for mut table in fields.tables("source", SOURCE) {
        let more = one(&mut table, units, vocabulary, unsure);
        if let Some(source) = more {
            if sources.iter().any(|known| known.key == source.key) {
                table.report_whole(Diagnostic::error("nguon-lap").arg("url", &source.address));
            } else {
                sources.push(source);
            }
        }
        fields.absorb(table);
    }
    shared(fields, units, &sources);
    sources
}

/// One address for two units: a cell that was copied down.
fn shared(fields: &mut Fields<'_>, units: &Units, sources: &[SourceSpec]) {
    let mut first: BTreeMap<&str, UnitId> = BTreeMap::new();
    for source in sources {
        let known = *first.entry(source.address.trim_end_matches('/')).or_insert(source.unit);
        if known != source.unit {
            let found = Diagnostic::warning("nguon-hai-don-vi").arg("url", &source.address);
            let codes = (&units.get(known).code, &units.get(source.unit).code);
            fields.report_whole(found.arg("first", codes.0).arg("second", codes.1));
        }
    }
}

fn one(table: &mut Fields<'_>, units: &Units, vocabulary: &Vocabulary, unsure: bool) -> Option<SourceSpec> {
    let url = table.required_text("url", "thieu-dia-chi-nguon");
    let unit = match table.text("unit") {
        Some(at) => known_unit(table, units, &at, unsure),
        None if units.len() == 1 => Some(UnitId(0)),
        None => {
            table.missing("unit", "thieu-don-vi-nguon");
            None
        }
    };
    let types = &vocabulary.types;
    let mut wrong = Vec::new();
    let mut term = |name: &str, span| -> Option<TermId> {
        let found = types.find(name);
        if found.is_none() {
            let known = types.codes().collect::<Vec<_>>().join(", ");
            let unknown = Diagnostic::error("hinh-thuc-la").arg("name", name).arg("known", known);
            wrong.push((span, unknown.did_you_mean(closest(name, types.names()))));
        }
        found
    };
    let kind = table.text("type").and_then(|at| term(&at.value, at.span));
    let mut pairs = Vec::new();
    let mut unpaired = Vec::new();
    for at in table.texts("types") {
        match at.value.split_once('=') {
            Some((category, name)) => {
                if let Some(kind) = term(name.trim(), at.span) {
                    pairs.push((text::key(category).into(), kind));
                }
            }
            None => unpaired.push((at.span, Diagnostic::error("cap-hinh-thuc").arg("value", &at.value))),
        }
    }
    let categories = table.texts("categories").into_iter().map(|at| text::key(&at.value).into()).collect();
    for (span, found) in wrong.into_iter().chain(unpaired) {
        table.report_at(span, found);
    }
    if let Some(url) = url.as_ref().filter(|url| super::is_half_an_address(&url.value)) {
        let wrong = Diagnostic::warning("dia-chi-thieu-https").arg("value", &url.value);
        table.report_at(url.span, wrong);
    }
    let (url, unit) = (url?, unit?);
    Some(SourceSpec {
        // Not its place in the settings: a state must not go over to another source.
        key: SourceSpec::key_of(&units.get(unit).code, Some(&url.value)),
        unit,
        address: url.value.into(),
        categories,
        types: pairs,
        kind,
    })
}
