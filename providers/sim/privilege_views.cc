#include "providers/sim/find.h"
#include "providers/sim/information_schema.h"
#include "providers/sim/inheritance.h"

// The views of an information_schema that say who was granted what.

namespace dgctl::providers::sim {
namespace {

/// Who owns it reads everybody's grants. Who merely manages it reads the own ones, which is known
/// for a defect of the views: SHOW GRANTS and REST show all.
bool reads_all(const SqlScope& scope, const Place& place) {
  const Asker& asker = scope.call.asker;
  return asker.metastore_admin || Access(scope.state, asker).owns(securable(place));
}

/// The rows of what was granted on `from`, and reaches the place. `names`: the cells that name it.
void add_from(
    const SqlScope& scope, const Place& place, const Place& from, const Row& names, SqlRows& out) {
  const bool all = reads_all(scope, place);
  for (const auto& [principal, privileges] : securable(from).grants) {
    if (!all && !is_one_of(scope.call.asker, principal)) continue;
    for (const std::string& privilege : privileges) {
      if (!reaches(scope.state, place, from, privilege)) continue;
      // Who granted it is not kept; the owner could have.
      Row row{securable(from).owner, principal};
      row.insert(row.end(), names.begin(), names.end());
      row.emplace_back(privilege);
      row.emplace_back("NO");
      row.emplace_back(is_same(place, from) ? "NONE" : kind_code(from));
      out.rows.push_back(std::move(row));
    }
  }
}

/// The power of an owner is no row.
void add_privileges(const SqlScope& scope, const Place& place, const Row& names, SqlRows& out) {
  for (const Place& from : levels(place)) add_from(scope, place, from, names, out);
}

SqlRows privilege_rows(std::vector<const char*> names) {
  SqlRows out;
  names.insert(names.begin(), {"grantor", "grantee"});
  names.insert(names.end(), {"privilege_type", "is_grantable", "inherited_from"});
  for (const char* name : names) out.columns.push_back({name, "STRING", ""});
  return out;
}

}  // namespace

SqlRows catalog_privileges(const SqlScope& scope, const std::vector<Place>& catalogs) {
  SqlRows out = privilege_rows({"catalog_name"});
  for (const Place& place : catalogs) {
    add_privileges(scope, place, {place.catalog_name}, out);
  }
  return out;
}

SqlRows schema_privileges(const SqlScope& scope, const std::vector<Place>& catalogs) {
  SqlRows out = privilege_rows({"catalog_name", "schema_name"});
  for (const Place& place : known_schemas(scope, catalogs)) {
    add_privileges(scope, place, {place.catalog_name, place.schema_name}, out);
  }
  return out;
}

SqlRows table_privileges(const SqlScope& scope, const std::vector<Place>& catalogs) {
  SqlRows out = privilege_rows({"table_catalog", "table_schema", "table_name"});
  for (const Place& place : known_tables(scope, catalogs)) {
    add_privileges(scope, place, {place.catalog_name, place.schema_name, place.table_name}, out);
  }
  return out;
}

}  // namespace dgctl::providers::sim
