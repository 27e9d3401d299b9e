#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/config/text_types.h"

// The configuration language as data: every key that the loader reads, what may stand there and
// what it means. The fields of resources come from their descriptors, the rest from the tables of
// language_*.cc. The JSON Schema and the page for readers are made of it.

namespace dgctl::engine {

struct Form;

struct TextForm {
  TextType type;
};
struct FlagForm {};
struct NumberForm {
  std::optional<std::int64_t> least, most;
};
/// One of some words.
struct WordForm {
  std::vector<std::string> words;
  bool others_pass = false;  ///< with a warning
  std::string called;        ///< in place of the words, where there are too many: "privilege"
};
struct ListForm {
  std::vector<Form> of;  ///< one: what its entries are
  std::size_t least = 0;
};
/// A map whose keys the user chooses.
struct MapForm {
  TextType keys;
  std::vector<Form> of;  ///< one: what its values are
  std::string stand_in;  ///< a value that is a block with this key may have any key itself
};
/// A map with keys of the language.
struct BlockForm {
  std::string name;           ///< of the Block
  bool may_be_field = false;  ///< the value of a field of another resource, by reference
};
/// One of several forms.
struct ChoiceForm {
  std::vector<Form> of;
};
/// What may stand as a value. In its place may stand a reference to one, but for blocks and lists
/// and maps of them.
struct Form {
  std::variant<TextForm, FlagForm, NumberForm, WordForm, ListForm, MapForm, BlockForm, ChoiceForm>
      is;
};

/// A key of the language.
struct Key {
  std::string name;
  Form form;
  std::string description;       ///< sentences
  std::string example;           ///< as YAML
  std::string by_default;        ///< as YAML; "": none, or told in words
  std::string default_in_words;  ///< "`USER` of one that is made"
  bool required = false;
  std::string required_in_words;  ///< "of one that is made"; the rules say it to programs
  bool is_literal = false;        ///< takes no references
};

/// What is said of a key of a block, or of a key below it: "secret.existing".
struct Claim {
  enum class Is {
    Present,
    Absent,
    Equal,          ///< there, and this
    EqualOrAbsent,  ///< this, where it is there
    NotEqual,       ///< something else, or not there
    Unlike,         ///< its text does not hold the pattern, or it is not there
    Fits,           ///< its text is of the type, where it is there
  };
  std::string key;
  Is is = Is::Present;
  std::variant<bool, std::string> value = false;  ///< of Equal and the like; the pattern of Unlike
  TextType type = {};                             ///< of Fits
};
using Claims = std::vector<Claim>;
/// Where all of `when` is so, all of one of `then` has to be.
struct Rule {
  Claims when;
  std::vector<Claims> then;
};

struct Block {
  std::string name;  ///< "data_graph_warehouse"
  /// Where it stands: "data_graphs.KEY.warehouse". Blocks of one path differ in nothing that
  /// matters to readers: their page shows the first.
  std::string path;
  std::string description;  ///< sentences
  std::vector<Key> keys;    ///< in the order in which one reads of them
  std::vector<Rule> rules;
};

/// All blocks, the file itself first.
std::vector<Block> language();

/// The kinds that are protected where nothing is said, in words: "service principals, catalogs and
/// schemas".
std::string protected_kinds();

}  // namespace dgctl::engine
