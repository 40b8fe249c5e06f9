//! What any search engine must do, and what the embedded one does with its files.

#![allow(clippy::unwrap_used)]

mod behaviours;
mod entries;
#[cfg(feature = "tantivy")]
mod sudden_death;
#[cfg(feature = "tantivy")]
mod tantivy_files;

/// Runs the list of behaviours against an engine: a module name and how to open an empty
/// index in a folder.
macro_rules! behaviours_of {
    ($engine:ident, $open:expr) => {
        mod $engine {
            behaviours_of!(@tests $open,
                finding::a_part_of_a_japanese_text_is_found,
                finding::half_width_kana_and_full_width_latin_are_found_in_any_width,
                finding::case_does_not_matter,
                finding::one_character_is_found,
                finding::a_kana_does_not_find_its_voiced_form,
                finding::words_may_stand_in_different_items,
                finding::the_whole_string_stands_above_its_words,
                finding::a_match_never_crosses_from_one_item_to_the_next,
                finding::title_and_body_name_weigh_more_than_text,
                finding::every_part_of_an_item_is_found,
                finding::nothing_typed_is_an_error,
                finding::a_huge_query_counts_up_to_its_limit,
                listing::an_empty_index_has_no_hits,
                listing::an_empty_query_lists_everything_newest_first,
                listing::filters_narrow_the_list,
                listing::dates_include_both_ends,
                listing::equal_relevance_is_ordered_by_date,
                listing::pages_follow_each_other_without_gap_or_overlap,
                listing::a_hit_says_what_a_list_needs,
                listing::snippets_are_escaped_and_marked,
                listing::snippets_come_from_at_most_three_items,
                withholding::withheld_words_and_placeholders_are_not_found,
                withholding::public_words_around_a_withheld_part_are_found_apart,
                withholding::every_layer_and_group_leads_to_its_item,
                writing::replacing_changes_one_entry_only,
                writing::removing_takes_one_entry_out,
                writing::several_changes_become_visible_together,
                writing::a_rebuild_leaves_nothing_old,
                writing::a_rebuild_keeps_the_last_entry_of_a_key,
                writing::a_rebuild_whose_source_fails_changes_nothing,
                writing::readers_see_the_old_or_the_new_during_a_rebuild,
                writing::writers_on_several_threads_take_turns,
                writing::scanned_text_holds_everything_a_search_can_return,
            );
        }
    };
    (@tests $open:expr, $($module:ident::$name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                let folder = tempfile::tempdir().unwrap();
                let index = $open(folder.path());
                crate::behaviours::$module::$name(&index);
            }
        )*
    };
}

#[cfg(feature = "tantivy")]
behaviours_of!(tantivy, |path: &std::path::Path| {
    search::TantivyIndex::open(path).unwrap()
});
