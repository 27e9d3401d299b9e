#include "engine/sql/field_words.h"

#include <algorithm>
#include <array>

namespace dgctl::engine {
namespace {

// https://docs.databricks.com/sql/language-manual, the pages
// sql-ref-syntax-ddl-{create,alter}-location.
constexpr std::array kWords{
    FieldWords{"external_location", "url", "URL ", "", "SET URL ", false},
    FieldWords{"external_location",
               "credential_name",
               "WITH (STORAGE CREDENTIAL ",
               ")",
               "SET STORAGE CREDENTIAL ",
               true},
};

}  // namespace

const FieldWords* field_words(std::string_view kind, std::string_view field) {
  const auto* it = std::find_if(kWords.begin(), kWords.end(), [&](const FieldWords& words) {
    return words.kind == kind && words.field == field;
  });
  return it == kWords.end() ? nullptr : it;
}

bool takes_comment_on(std::string_view kind) { return kind == "catalog" || kind == "schema"; }

}  // namespace dgctl::engine
