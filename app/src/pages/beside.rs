//! Every item twice: the full text, and the real redaction of it.

use domain::{Document, FormEdition, ItemPath, Node};
use leptos::prelude::*;

use crate::components::answers::{FullSource, Source, items};
use crate::public::answers::PublicSource;

struct Beside<'a> {
    full: FullSource<'a>,
    public: PublicSource<'a>,
}

impl Source for Beside<'_> {
    fn groups(&self, path: &ItemPath) -> usize {
        self.full.groups(path)
    }

    fn name(&self, path: &ItemPath) -> Option<String> {
        self.full.name(path)
    }

    fn show(&self, node: &Node, path: &ItemPath) -> AnyView {
        let full = self.full.show(node, path);
        let public = self.public.show(node, path);
        view! {
            <div class="beside">
                <div class="beside-side"><p class="beside-title">"全文"</p>{full}</div>
                <div class="beside-side beside-public"><p class="beside-title">"公表"</p>{public}</div>
            </div>
        }
        .into_any()
    }
}

/// The whole document, item by item.
pub fn beside(form: &FormEdition, document: &Document, body_name: &str) -> AnyView {
    let public = domain::redact::redact_answers(form, &document.answers);
    let source = Beside {
        full: FullSource {
            answers: &document.answers,
            body_name,
        },
        public: PublicSource {
            answers: &public,
            body_name,
            ids: false,
        },
    };
    items(form.items(), None, &source, 0)
}
