#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dgctl::providers::sim {

/// The value of a marker ":name".
struct SqlParameter {
  std::string name;
  std::optional<std::string> value;  ///< nothing: NULL
  std::string type;                  ///< of SQL
  bool operator==(const SqlParameter&) const = default;
};

/// A statement with all that it is run with.
struct SqlInput {
  std::string statement;
  std::string catalog, schema;  ///< the session's; "": the workspace's own
  std::vector<SqlParameter> parameters;
  bool operator==(const SqlInput&) const = default;
};

}  // namespace dgctl::providers::sim
