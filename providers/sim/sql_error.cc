#include "providers/sim/sql_error.h"

#include <array>

namespace dgctl::providers::sim {
namespace {

struct Condition {
  std::string_view code, condition, sql_state;
};
// The states of all but 42P01 are UNVERIFIED, and so is what a catalog has that exists already.
constexpr std::array<Condition, 8> kConditions{{
    {"CATALOG_DOES_NOT_EXIST", "NO_SUCH_CATALOG", "42704"},
    {"SCHEMA_DOES_NOT_EXIST", "SCHEMA_NOT_FOUND", "42704"},
    {"TABLE_DOES_NOT_EXIST", "TABLE_OR_VIEW_NOT_FOUND", "42P01"},
    {"CATALOG_ALREADY_EXISTS", "CATALOG_ALREADY_EXISTS", "42710"},
    {"SCHEMA_ALREADY_EXISTS", "SCHEMA_ALREADY_EXISTS", "42P06"},
    {"TABLE_ALREADY_EXISTS", "TABLE_OR_VIEW_ALREADY_EXISTS", "42P07"},
    {"CATALOG_NOT_EMPTY", "CATALOG_NOT_EMPTY", "2BP01"},
    {"SCHEMA_NOT_EMPTY", "SCHEMA_NOT_EMPTY", "2BP01"},
}};

constexpr const char* kDenied = "PERMISSION_DENIED";
constexpr const char* kBadRequest = "BAD_REQUEST";

}  // namespace

SqlError classed(const std::string& condition,
                 const std::string& sql_state,
                 const std::string& why) {
  return {kBadRequest, sql_state, "[" + condition + "] " + why + " SQLSTATE: " + sql_state};
}

SqlError as_sql(const Refusal& refusal, const std::string& denied_text) {
  const std::string why = refusal.what();
  if (refusal.code == kDenied) {
    if (denied_text == "plain") return {kBadRequest, "", std::string(kDenied) + ": " + why};
    return classed("INSUFFICIENT_PERMISSIONS", "42501", "Insufficient privileges:\n" + why);
  }
  for (const Condition& row : kConditions) {
    if (row.code != refusal.code) continue;
    const bool ends = why.ends_with('.');
    return classed(std::string(row.condition), std::string(row.sql_state), ends ? why : why + ".");
  }
  // As seen of a metastore without a storage root.
  return {kBadRequest, "", "[ErrorClass=" + refusal.code + "] " + why};
}

}  // namespace dgctl::providers::sim
