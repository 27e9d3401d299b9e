#pragma once

#include <cstdint>
#include <string>

namespace dgctl::providers::sim {

/// What the workspace does where nobody knows for sure what the real one does, or where it differs
/// from one to the next. A default is what seems most likely, or else what is hardest on a client.
struct Switches {
  /// How many a page holds at most where `max_results` asks for pages: catalogs, schemas, tables,
  /// bindings, and privileges in the two lists of permissions.
  std::int64_t page_size = 100;
  std::int64_t scim_page_size = 100;
  /// Now and then a page is empty and still has a token.
  bool empty_pages = true;
  /// Properties unity.catalog.managed.….defaults.… turn up in a catalog right after its creation.
  bool inject_catalog_properties = false;
  /// What "Default Storage" does for a metastore without a storage root: "off" and "refuses" differ
  /// in the message; "binds": a catalog can be made, bound to the workspace that made it.
  std::string default_storage = "off";
  /// The status with which a grant to somebody unknown is refused.
  std::int64_t unknown_principal_status = 404;
  /// The status with which deleting what is not empty is refused.
  std::int64_t not_empty_status = 400;
  /// What who may not manage the grants on a securable, but may see it, reads there: nothing, with
  /// 403 ("denied"), or "own" grants and those of the own groups.
  std::string permissions_for_others = "denied";
  /// effective-permissions lists what an ancestor grants though the securable itself cannot carry
  /// it: USE_CATALOG on a table.
  bool effective_gates = false;
  bool scim_meta = true;               ///< groups carry meta.resourceType
  bool scim_inherited_groups = false;  ///< `groups` lists the groups of groups as well
  bool scim_account_users = false;     ///< the workspace plane lists `account users`
  bool scim_filter_ignores_case = true;
  std::int64_t sixth_secret_status = 400;  ///< of creating one more client secret than there may be
  bool edit_starts_warehouse = true;       ///< editing a stopped warehouse starts it
  bool operator==(const Switches&) const = default;
};

}  // namespace dgctl::providers::sim
