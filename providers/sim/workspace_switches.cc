#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

/// Reads a switch that is a status of an error.
std::int64_t read_status(Reader& reader, const char* name, std::int64_t fallback) {
  constexpr std::int64_t kLeast = 400;
  constexpr std::int64_t kMost = 599;
  const std::int64_t status = reader.number(name, fallback, kLeast);
  if (status > kMost) refuse(reader.at(name), "expected the status of an error");
  return status;
}

}  // namespace

void read_switches(Switches& switches, Reader& file) {
  const Json* value = file.find("switches");
  if (value == nullptr) return;
  Reader reader(*value, file.at("switches"));
  Switches& s = switches;
  s.page_size = reader.number("page_size", s.page_size, 1);
  s.scim_page_size = reader.number("scim_page_size", s.scim_page_size, 1);
  s.empty_pages = reader.flag("empty_pages", s.empty_pages);
  s.inject_catalog_properties =
      reader.flag("inject_catalog_properties", s.inject_catalog_properties);
  s.default_storage =
      reader.word("default_storage", {"off", "refuses", "binds"}, s.default_storage);
  s.unknown_principal_status =
      read_status(reader, "unknown_principal_status", s.unknown_principal_status);
  s.not_empty_status = read_status(reader, "not_empty_status", s.not_empty_status);
  s.permissions_for_others =
      reader.word("permissions_for_others", {"denied", "own"}, s.permissions_for_others);
  s.effective_gates = reader.flag("effective_gates", s.effective_gates);
  s.scim_meta = reader.flag("scim_meta", s.scim_meta);
  s.scim_inherited_groups = reader.flag("scim_inherited_groups", s.scim_inherited_groups);
  s.scim_account_users = reader.flag("scim_account_users", s.scim_account_users);
  s.scim_filter_ignores_case = reader.flag("scim_filter_ignores_case", s.scim_filter_ignores_case);
  s.sixth_secret_status = read_status(reader, "sixth_secret_status", s.sixth_secret_status);
  s.edit_starts_warehouse = reader.flag("edit_starts_warehouse", s.edit_starts_warehouse);
  reader.finish();
}

void write_switches(Members& file, const Switches& switches) {
  const Switches left;
  const Switches& s = switches;
  Members out;
  put_number_unless(out, "page_size", s.page_size, left.page_size);
  put_number_unless(out, "scim_page_size", s.scim_page_size, left.scim_page_size);
  put_flag_unless(out, "empty_pages", s.empty_pages, left.empty_pages);
  put_flag_unless(out,
                  "inject_catalog_properties",
                  s.inject_catalog_properties,
                  left.inject_catalog_properties);
  put_unless(out, "default_storage", s.default_storage, left.default_storage);
  put_number_unless(
      out, "unknown_principal_status", s.unknown_principal_status, left.unknown_principal_status);
  put_number_unless(out, "not_empty_status", s.not_empty_status, left.not_empty_status);
  put_unless(out, "permissions_for_others", s.permissions_for_others, left.permissions_for_others);
  put_flag_unless(out, "effective_gates", s.effective_gates, left.effective_gates);
  put_flag_unless(out, "scim_meta", s.scim_meta, left.scim_meta);
  put_flag_unless(
      out, "scim_inherited_groups", s.scim_inherited_groups, left.scim_inherited_groups);
  put_flag_unless(out, "scim_account_users", s.scim_account_users, left.scim_account_users);
  put_flag_unless(
      out, "scim_filter_ignores_case", s.scim_filter_ignores_case, left.scim_filter_ignores_case);
  put_number_unless(out, "sixth_secret_status", s.sixth_secret_status, left.sixth_secret_status);
  put_flag_unless(
      out, "edit_starts_warehouse", s.edit_starts_warehouse, left.edit_starts_warehouse);
  put_members(file, "switches", std::move(out));
}

}  // namespace dgctl::providers::sim
