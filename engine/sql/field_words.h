#pragma once

#include <string>
#include <string_view>

#include "engine/model/value.h"

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

/// A value that is no clause but a word of its own, which says what is made: CREATE EXTERNAL
/// VOLUME.
struct ValueWord {
  std::string_view kind, field, value;
  std::string_view word;  ///< with a blank behind it; "": the value needs none
};
/// Of that value, or nullptr.
const ValueWord* value_word(std::string_view kind, std::string_view field, const Value& value);

/// A kind as statements name it: "EXTERNAL LOCATION".
std::string sql_kind(std::string_view kind);

/// Whether COMMENT ON changes the comment of such an object.
bool takes_comment_on(std::string_view kind);

}  // namespace dgctl::engine
