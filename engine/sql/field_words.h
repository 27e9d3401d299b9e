#pragma once

#include <string_view>

namespace dgctl::engine {

/// How SQL writes a field of a kind that has clauses of its own.
struct FieldWords {
  std::string_view kind, field;
  std::string_view create, close;  ///< before and behind the value, where the object is made
  std::string_view alter;          ///< before it, where the object is there
  bool is_name = false;            ///< the value is a name, not a text
};
/// Of that field, or nullptr.
const FieldWords* field_words(std::string_view kind, std::string_view field);

/// Whether COMMENT ON changes the comment of such an object.
bool takes_comment_on(std::string_view kind);

}  // namespace dgctl::engine
