//! Turns a message id with arguments into a sentence for people.
//!
//! Everything that a person reads stands in Fluent catalogues, Vietnamese first: the command
//! line's own in `vi.ftl` and `en.ftl` beside this file, a theme's in its `i18n` folder.
//! Nothing here decides which language: a [`Lang`] is an argument.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::text::Lang;

/// A sentence yet to be put into a language: an id and its arguments.
///
/// ```
/// use nq71::message;
/// use nq71::messages::{Catalogue, Message};
/// use nq71::text::Lang;
///
/// let message: Message = message!("did-you-mean", known = "tin");
/// assert_eq!(Catalogue::of(Lang::Vi).text(&message), "có phải `tin`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// The id in the catalogue; `id.attribute` names an attribute of it.
    pub id: &'static str,
    /// Names and values of the arguments.
    pub args: Vec<(&'static str, Box<str>)>,
}

impl Message {
    /// A message without arguments.
    pub fn new(id: &'static str) -> Message {
        Message { id, args: Vec::new() }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Message {
        self.args.push((name, value.to_string().into_boxed_str()));
        self
    }
}

/// Writes a [`Message`](crate::messages::Message) in one line: `message!("id", name = value)`.
#[macro_export]
macro_rules! message {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::messages::Message::new($id)$(.arg(stringify!($name), $value))*
    };
}

/// The sentences of one language.
pub struct Catalogue {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    ids: BTreeSet<String>,
}

static VI: LazyLock<Catalogue> = LazyLock::new(|| embedded(Lang::Vi, include_str!("vi.ftl")));
static EN: LazyLock<Catalogue> = LazyLock::new(|| embedded(Lang::En, include_str!("en.ftl")));

fn embedded(lang: Lang, text: &str) -> Catalogue {
    Catalogue::parse(lang, text).expect("the embedded catalogue is valid: a test parses it")
}

impl Catalogue {
    /// The command line's own catalogue.
    pub fn of(lang: Lang) -> &'static Catalogue {
        match lang {
            Lang::Vi => &VI,
            Lang::En => &EN,
        }
    }

    /// Reads a catalogue from Fluent text. An error is the reason and its byte offset.
    pub fn parse(lang: Lang, text: &str) -> Result<Catalogue, (String, usize)> {
        let id = lang.as_str().parse().expect("our language tags are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let mut catalogue = Catalogue { lang, bundle, ids: BTreeSet::new() };
        catalogue.overlay(text)?;
        Ok(catalogue)
    }

    /// Lays more sentences upon this catalogue: those of known ids replace the old ones.
    ///
    /// # Errors
    /// The reason and its byte offset, when the text is not Fluent; nothing is changed then.
    pub fn overlay(&mut self, text: &str) -> Result<(), (String, usize)> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
            let first = errors.into_iter().next().expect("a failed parse has an error");
            (first.kind.to_string(), first.pos.start)
        })?;
        for entry in resource.entries() {
            if let fluent_syntax::ast::Entry::Message(message) = entry {
                self.ids.insert(message.id.name.to_owned());
            }
        }
        self.bundle.add_resource_overriding(resource);
        Ok(())
    }

    /// The ids of all messages, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// The language of the sentences.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence for a message; a missing one shows its id, so that it is noticed.
    pub fn text(&self, message: &Message) -> String {
        let args = message.args.iter().map(|(name, value)| (*name, &**value));
        self.find(message.id, args).unwrap_or_else(|| {
            let mut out = format!("[{}]", message.id);
            for (name, value) in &message.args {
                let _ = write!(out, " {name}={value}");
            }
            out
        })
    }

    /// The sentence for an id (`id` or `id.attribute`), or `None` where there is none.
    pub fn find<'a>(&self, id: &str, args: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
        let (name, attribute) = match id.split_once('.') {
            Some((name, attribute)) => (name, Some(attribute)),
            None => (id, None),
        };
        let found = self.bundle.get_message(name)?;
        let pattern = match attribute {
            Some(attribute) => found.get_attribute(attribute)?.value(),
            None => found.value()?,
        };
        let args: FluentArgs = args.into_iter().collect();
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
    }
}
