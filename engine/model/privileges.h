#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/lookup.h"

// The privileges of Unity Catalog and how they act on each other. Sources:
// https://docs.databricks.com/data-governance/unity-catalog/manage-privileges/privileges and the
// read-backs in databricks/terraform-provider-databricks issues 1658 and 2005.

namespace dgctl::engine {

inline constexpr std::string_view kAllPrivileges = "ALL_PRIVILEGES";
inline constexpr std::string_view kManage = "MANAGE";

/// The privileges that a securable type is known to take, sorted.
std::vector<std::string> privileges_on(std::string_view securable_type);

/// A privilege as somebody wrote it, read for one securable type.
struct KnownPrivilege {
  std::vector<std::string>
      names;  ///< what the workspace stores: CREATE on a catalog is CREATE_SCHEMA
};
struct UnknownPrivilege {
  std::string name;  ///< passes with a warning: the workspace decides
};
struct RefusedPrivilege {
  std::string why;  ///< one sentence without a final period
};
std::variant<KnownPrivilege, UnknownPrivilege, RefusedPrivilege> read_privilege(
    std::string_view securable_type, std::string_view written);

/// Whether holding ALL_PRIVILEGES is holding this one. MANAGE, READ_METADATA and the EXTERNAL_USE_*
/// pair are not implied.
bool is_implied_by_all(std::string_view privilege);

/// Without the members that ALL_PRIVILEGES beside them implies.
Privileges normal_form(const Privileges& words);

/// What `live` holds beyond `desired`; what ALL_PRIVILEGES in `desired` implies is not beyond it.
Privileges beyond(const Privileges& live, const Privileges& desired);

/// Whether the words speak of a metastore of a privilege model before 1.0 (USAGE, CREATE), where
/// nothing is inherited.
bool is_legacy(const Privileges& words);

/// What is to be sent so that `remove` goes, `add` comes and the rest of `live` stays, although
/// removing ALL_PRIVILEGES takes along what it implies.
struct WordsDelta {
  Privileges add, remove;
  bool operator==(const WordsDelta&) const = default;
};
WordsDelta delta(const Privileges& live, const Privileges& add, const Privileges& remove);

/// What a principal holds after a delta was applied to what it held.
Privileges applied(const Privileges& live, const WordsDelta& delta);

Privileges united(const Privileges& a, const Privileges& b);
Privileges without(const Privileges& a, const Privileges& b);
Privileges common(const Privileges& a, const Privileges& b);

/// The texts of a list; none of anything else, or of nullptr.
Privileges members_of(const Value* list);

}  // namespace dgctl::engine
