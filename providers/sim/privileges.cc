#include "providers/sim/privileges.h"

#include <algorithm>
#include <array>

namespace dgctl::providers::sim {
namespace {

/// A row of the matrix of privileges and securables: '+' acts there, 'o' can be granted there for
/// what is below, '?' sources disagree, '-' is refused. Only '-' matters to a grant.
struct MatrixRow {
  std::string_view privilege;
  std::string_view takers;  ///< in the order of Taker
};

// Metastore, catalog, schema, table, view, materialized view, external location, storage
// credential, volume. Privileges that only functions and connections take are not here: none of
// them is served. The last rows stand in the newest documentation alone, for catalogs and schemas.
constexpr std::array<MatrixRow, 52> kMatrix{{
    {"ALL_PRIVILEGES", "-++++++++"},
    {"MANAGE", "-++++++++"},
    {"APPLY_TAG", "-++++?--+"},
    {"BROWSE", "-+????+--"},
    {"USE_CATALOG", "-+-------"},
    {"USE_SCHEMA", "-o+------"},
    {"CREATE_SCHEMA", "-+-------"},
    {"CREATE_TABLE", "-o+------"},
    {"CREATE_MATERIALIZED_VIEW", "-o+------"},
    {"CREATE_FUNCTION", "-o+------"},
    {"CREATE_MODEL", "-o+------"},
    {"CREATE_VOLUME", "-o+------"},
    {"EXTERNAL_USE_SCHEMA", "-o+------"},
    {"SELECT", "-oo+++---"},
    {"MODIFY", "-oo+-----"},
    {"REFRESH", "-oo--+---"},
    {"EXECUTE", "-oo------"},
    {"READ_VOLUME", "-oo-----+"},
    {"WRITE_VOLUME", "-oo-----+"},
    {"READ_FILES", "------++-"},
    {"WRITE_FILES", "------++-"},
    {"CREATE_EXTERNAL_TABLE", "------++-"},
    {"CREATE_EXTERNAL_VOLUME", "------+--"},
    {"CREATE_MANAGED_STORAGE", "------+--"},
    {"EXTERNAL_USE_LOCATION", "------+--"},
    {"CREATE_CATALOG", "+--------"},
    {"CREATE_EXTERNAL_LOCATION", "+------+-"},
    {"CREATE_STORAGE_CREDENTIAL", "+--------"},
    {"CREATE_SERVICE_CREDENTIAL", "+--------"},
    {"CREATE_SHARE", "+--------"},
    {"CREATE_RECIPIENT", "+--------"},
    {"CREATE_PROVIDER", "+--------"},
    {"CREATE_CLEAN_ROOM", "+--------"},
    {"CREATE_EXTERNAL_METADATA", "+--------"},
    {"CREATE_CONNECTION", "+?-------"},
    {"MANAGE_ALLOWLIST", "+--------"},
    {"SET_SHARE_PERMISSION", "+--------"},
    {"USE_PROVIDER", "+--------"},
    {"USE_RECIPIENT", "+--------"},
    {"USE_SHARE", "+--------"},
    {"USE_MARKETPLACE_ASSETS", "+--------"},
    {"READ_METADATA", "+o???????"},
    {"CREATE_MODEL_VERSION", "-oo------"},
    {"CREATE_FEATURE", "-oo------"},
    {"READ_FEATURE", "-oo------"},
    {"CREATE_SERVICE", "-oo------"},
    {"CREATE_SECRET", "-oo------"},
    {"READ_SECRET", "-oo------"},
    {"WRITE_SECRET", "-oo------"},
    {"INSERT", "-oo------"},
    {"UPDATE", "-oo------"},
    {"DELETE", "-oo------"},
}};

// Before model 1.0, which privileges the metastore took is not documented: as today.
constexpr std::array<MatrixRow, 5> kLegacyMatrix{{
    {"ALL_PRIVILEGES", "-++++++++"},
    {"USAGE", "-++------"},
    {"CREATE", "-++------"},
    {"SELECT", "---+++---"},
    {"MODIFY", "---+-----"},
}};

template <std::size_t N>
bool allows(const std::array<MatrixRow, N>& matrix, Taker taker, std::string_view privilege) {
  const auto row = std::find_if(
      matrix.begin(), matrix.end(), [&](const MatrixRow& r) { return r.privilege == privilege; });
  return row != matrix.end() && row->takers[static_cast<std::size_t>(taker)] != '-';
}

}  // namespace

Taker taker_of_table(std::string_view table_type) {
  if (table_type == "VIEW" || table_type == "METRIC_VIEW") return Taker::View;
  if (table_type == "MATERIALIZED_VIEW") return Taker::MaterializedView;
  return Taker::Table;
}

std::string canonical_privilege(std::string_view written) {
  std::string out(written);
  for (char& c : out) {
    if (c == ' ') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

bool is_applicable(Taker taker, std::string_view privilege, bool legacy) {
  if (legacy && taker != Taker::Metastore) return allows(kLegacyMatrix, taker, privilege);
  return allows(kMatrix, taker, privilege);
}

std::vector<std::string> stored_privileges(Taker taker, const std::string& privilege, bool legacy) {
  if (is_applicable(taker, privilege, legacy)) return {privilege};
  if (legacy) return {};
  if (taker == Taker::Catalog && privilege == "USAGE") return {"USE_CATALOG"};
  if (taker == Taker::Catalog && privilege == "CREATE") return {"CREATE_SCHEMA"};
  if (taker == Taker::Schema && privilege == "USAGE") return {"USE_SCHEMA"};
  // UNVERIFIED that it is these two; read back as such nowhere.
  if (taker == Taker::Schema && privilege == "CREATE") return {"CREATE_TABLE", "CREATE_FUNCTION"};
  return {};
}

bool stands_apart(std::string_view privilege) {
  return privilege == "MANAGE" || privilege == "EXTERNAL_USE_SCHEMA" ||
         privilege == "EXTERNAL_USE_LOCATION";
}

}  // namespace dgctl::providers::sim
