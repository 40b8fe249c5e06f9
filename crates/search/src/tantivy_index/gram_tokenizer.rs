//! Folding as Tantivy tokenizers: pairs with positions, and single units.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold::Folded;

/// Cuts a text into the pairs of [`Folded::text_grams`].
#[derive(Clone)]
pub(super) struct GramTokenizer;

/// Cuts a text into the units of [`Folded::text_units`].
#[derive(Clone)]
pub(super) struct UnitTokenizer;

/// Tokens computed beforehand: place and term.
pub(super) struct Tokens {
    rest: std::vec::IntoIter<(usize, String)>,
    token: Token,
}

impl Tokens {
    fn new(tokens: Vec<(usize, String)>) -> Self {
        // A pair covers two units. Tantivy leaves one more place free after the last token
        // of a text, so that pairs of different texts stand three apart, while those of a
        // query stand at most two apart: no match crosses from one item to the next.
        let token = Token {
            position_length: 2,
            ..Token::default()
        };
        Self {
            rest: tokens.into_iter(),
            token,
        }
    }
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.rest.next() else {
            return false;
        };
        self.token.position = position;
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let folded = Folded::new(text);
        Tokens::new(
            folded
                .text_grams()
                .map(|gram| (gram.position, gram.term()))
                .collect(),
        )
    }
}

impl Tokenizer for UnitTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let folded = Folded::new(text);
        Tokens::new(folded.text_units().map(String::from).enumerate().collect())
    }
}
