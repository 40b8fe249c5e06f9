//! Lists in pages.

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// [`Page::next`] of the page before; `None` for the first.
    pub after: Option<String>,
    /// How many entries at most, 1 to [`PageRequest::MOST`].
    pub limit: u32,
}

impl PageRequest {
    /// The most entries on a page.
    pub const MOST: u32 = 500;

    /// The first page.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The page after `after`.
    #[must_use]
    pub fn after(after: impl Into<String>, limit: u32) -> Self {
        Self {
            after: Some(after.into()),
            limit,
        }
    }

    /// The limit within its bounds.
    pub(crate) fn bounded(&self) -> u32 {
        self.limit.clamp(1, Self::MOST)
    }

    /// What to ask the store for: one more than fits tells whether there is another page.
    pub(crate) fn asked(&self) -> u32 {
        self.bounded() + 1
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::first(50)
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// What to ask for next; `None` on the last page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts what [`PageRequest::asked`] brought; `place` names an entry's place in the list.
    pub(crate) fn cut(
        mut found: Vec<T>,
        request: &PageRequest,
        place: impl FnOnce(&T) -> String,
    ) -> Self {
        let limit = usize::try_from(request.bounded()).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(place);
        Self { items: found, next }
    }

    /// The page with its entries made into others.
    pub(crate) fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(make).collect(),
            next: self.next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_just_full_is_the_last_one() {
        let request = PageRequest::first(2);
        let page = Page::cut(vec![1, 2], &request, ToString::to_string);
        assert_eq!(
            page,
            Page {
                items: vec![1, 2],
                next: None
            }
        );
        let page = Page::cut(vec![1, 2, 3], &request, ToString::to_string);
        assert_eq!(
            page,
            Page {
                items: vec![1, 2],
                next: Some("2".to_owned())
            }
        );
    }
}
