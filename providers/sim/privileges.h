#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dgctl::providers::sim {

/// What takes privileges. Views and materialized views are tables to the API and take others.
enum class Taker {
  Metastore,
  Catalog,
  Schema,
  Table,
  View,
  MaterializedView,
  ExternalLocation,
  StorageCredential,
  Volume,
};

/// "MANAGED", "VIEW", "METRIC_VIEW", … to what it takes.
Taker taker_of_table(std::string_view table_type);

/// Upper case, with underscores for spaces: "use schema" is USE_SCHEMA.
std::string canonical_privilege(std::string_view written);

/// Whether a privilege can be granted there. `legacy`: in privilege model 0.x.
bool is_applicable(Taker taker, std::string_view privilege, bool legacy);

/// What is stored for a canonical privilege: itself, for USAGE and CREATE what they mean today, or
/// nothing where it is not applicable.
std::vector<std::string> stored_privileges(Taker taker, const std::string& privilege, bool legacy);

/// Not among what ALL_PRIVILEGES stands for: neither held through it nor removed with it.
bool stands_apart(std::string_view privilege);

inline constexpr const char* kAllPrivileges = "ALL_PRIVILEGES";

}  // namespace dgctl::providers::sim
