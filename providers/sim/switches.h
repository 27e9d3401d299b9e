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
  /// 403 ("denied"), where it asks for one that it is ("named") the grants of that one, or "own"
  /// grants and those of the own groups.
  std::string permissions_for_others = "denied";
  /// effective-permissions lists what an ancestor grants though the securable itself cannot carry
  /// it: USE_CATALOG on a table.
  bool effective_gates = false;
  bool scim_meta = true;               ///< groups carry meta.resourceType
  bool scim_inherited_groups = false;  ///< `groups` lists the groups of groups as well
  bool scim_account_users = false;     ///< the workspace plane lists `account users`
  bool scim_filter_ignores_case = true;
  /// The account's lists of groups say who is in them.
  bool account_list_members = false;
  /// PUT and PATCH of SCIM answer what came of them; else nothing.
  bool scim_write_bodies = true;
  /// What adding a member of a group that is there, or removing one that is not, does: "passes", or
  /// "refuses".
  std::string repeated_members = "passes";
  std::int64_t sixth_secret_status = 400;  ///< of creating one more client secret than there may be
  std::int64_t invalid_client_status = 401;  ///< of asking for a token with a wrong id or secret
  std::int64_t expired_token_status = 401;   ///< of a request with a token that is over
  std::int64_t token_lifetime_s = 3600;
  bool edit_starts_warehouse = true;  ///< editing a stopped warehouse starts it
  /// What an edit of a warehouse leaves out stays as it is, instead of becoming the default.
  bool edit_keeps_omitted = false;
  std::int64_t warehouse_start_s = 5;  ///< how long a warehouse is STARTING
  bool serverless_by_default = false;  ///< what enable_serverless_compute is if left out
  /// A serverless warehouse may stop after 1 to 9 minutes.
  bool serverless_short_auto_stop = true;
  /// What replacing the permissions on a warehouse without naming an owner does: "keeps" the one
  /// that there is, or "refuses".
  std::string put_without_owner = "keeps";
  /// What naming another owner in a PATCH does: "moves" the warehouse to it, or "refuses".
  std::string patch_owner = "refuses";
  /// Who becomes the owner of a warehouse needs allow-cluster-create.
  bool owner_needs_cluster_create = true;
  /// The status with which permissions for somebody unknown are refused.
  std::int64_t unknown_acl_principal_status = 404;
  /// How SQL says that a privilege is missing: "classed" ("[INSUFFICIENT_PERMISSIONS] …", with its
  /// SQLSTATE) or "plain" ("PERMISSION_DENIED: …", without).
  std::string sql_denied_text = "classed";
  /// How long a statement runs once its warehouse does.
  std::int64_t statement_s = 0;
  /// How many rows of a result stand in one chunk at most.
  std::int64_t chunk_rows = 5000;
  /// How much the time in the header Date differs from the workspace's.
  std::int64_t date_offset_s = 0;
  bool operator==(const Switches&) const = default;
};

}  // namespace dgctl::providers::sim
