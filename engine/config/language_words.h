#pragma once

#include <string>
#include <vector>

#include "engine/config/language.h"
#include "engine/model/descriptor.h"

// The words that the tables of the language are written in, and the tables.

namespace dgctl::engine {

Form text(TextType type);
Form words(std::vector<std::string> words);
/// Others pass.
Form known_words(std::vector<std::string> words, std::string called = "");
Form flag();
Form number(std::optional<std::int64_t> least = std::nullopt,
            std::optional<std::int64_t> most = std::nullopt);
Form list_of(Form entry, std::size_t least = 0);
Form map_of(TextType keys, Form value);
Form block(std::string name);
Form one_of(std::vector<Form> forms);

struct KeyText {
  std::string name, description, example;
};
Key key(KeyText text, Form form);
Key required(Key key);
/// Where `when` is so; the rules of the block say it to programs.
Key required(std::string when, Key key);
Key literal(Key key);
/// `yaml`: what is so where the key is left out.
Key defaults_to(std::string yaml, Key key);
/// The same, where it depends on something.
Key otherwise(std::string words, Key key);

// Claims and rules.
Claim present(std::string key);
Claim absent(std::string key);
Claim equal(std::string key, std::variant<bool, std::string> value);
Claim equal_or_absent(std::string key, std::variant<bool, std::string> value);
Claim not_equal(std::string key, std::variant<bool, std::string> value);
Claim unlike(std::string key, std::string pattern);
Claim fits(std::string key, TextType type);
Claims all_absent(const std::vector<std::string>& keys);
/// What is Databricks' own to run takes the other type of a warehouse.
Rule serverless_rule();
/// Exactly one of the keys is there.
Rule exactly_one(const std::vector<std::string>& keys);

/// The names of keys, but for some.
std::vector<std::string> names_of(const std::vector<Key>& keys,
                                  const std::vector<std::string>& without);

// What stands in several blocks.
/// `needs:`
Key needs_key();
/// `lifecycle:` of a kind.
Key lifecycle_key(const Descriptor& kind);
Key existing_key(const std::string& beside);
Key adopt_key(const Descriptor& kind);
Key exclusive_key();
Key force_destroy_key();
/// A field of a descriptor, as the file writes it.
Key field_key(const Descriptor& kind, const Field& field);
/// What may stand in a managed service principal beside its fields; `secret` is the block of its
/// secret.
std::vector<Key> credential_keys(const std::string& secret);
/// The lists of what a service principal is put on: its groups.
std::vector<Key> membership_keys(const Descriptor& principal);
/// Adds them, and returns their names.
std::vector<std::string> add_memberships(Block& block, const Descriptor& principal);
/// Without a secret that dgctl makes `allow_privileged` has a use where there are such lists only.
Rule no_use_of_privileged(const std::vector<std::string>& lists, Claim without_secret);
Key excess_key();
/// The secret of a service principal. `is_in_graph`: of a data graph, which knows what the sink
/// says beside the value.
Block secret_block(const std::string& name, const std::string& path, bool is_in_graph);

// The tables.
std::vector<Block> file_blocks();
std::vector<Block> data_graph_blocks();
std::vector<Block> resource_blocks();
/// What stands in resources: sinks, permissions, tags, securables, lifecycle.
std::vector<Block> part_blocks();

}  // namespace dgctl::engine
