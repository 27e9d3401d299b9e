#include "engine/sql/field_words.h"

#include <algorithm>
#include <array>

namespace dgctl::engine {
namespace {

// https://docs.databricks.com/sql/language-manual, the pages
// sql-ref-syntax-ddl-{create,alter}-{location,volume}.
constexpr std::array kWords{
    FieldWords{"external_location", "url", "URL ", "", "SET URL ", false},
    FieldWords{"external_location",
               "credential_name",
               "WITH (STORAGE CREDENTIAL ",
               ")",
               "SET STORAGE CREDENTIAL ",
               true},
    FieldWords{"volume", "storage_location", "LOCATION ", "", "", false},
};
constexpr std::array kValueWords{
    ValueWord{"volume", "volume_type", "EXTERNAL", "EXTERNAL "},
    ValueWord{"volume", "volume_type", "MANAGED", ""},
};

}  // namespace

const FieldWords* field_words(std::string_view kind, std::string_view field) {
  const auto* it = std::find_if(kWords.begin(), kWords.end(), [&](const FieldWords& words) {
    return words.kind == kind && words.field == field;
  });
  return it == kWords.end() ? nullptr : it;
}

const ValueWord* value_word(std::string_view kind, std::string_view field, const Value& value) {
  const std::string* text = value.text();
  if (text == nullptr) return nullptr;
  const auto* it = std::find_if(kValueWords.begin(), kValueWords.end(), [&](const ValueWord& word) {
    return word.kind == kind && word.field == field && word.value == *text;
  });
  return it == kValueWords.end() ? nullptr : it;
}

std::string sql_kind(std::string_view kind) {
  std::string words(kind);
  std::transform(words.begin(), words.end(), words.begin(), [](char c) {
    if (c == '_') return ' ';
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return words;
}

bool takes_comment_on(std::string_view kind) {
  return kind == "catalog" || kind == "schema" || kind == "volume";
}

}  // namespace dgctl::engine
