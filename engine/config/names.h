#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/findings.h"
#include "engine/config/yaml_tree.h"

// Names of catalogs, schemas and tables: lower case, at most 255 characters, no '.', ' ', '/' or
// control character, also in backticks
// (https://docs.databricks.com/sql/language-manual/sql-ref-names.html).

namespace dgctl::engine {

/// What can be granted on, and of how many parts its full name is made: a table of three.
struct SecurableType {
  std::string type;
  std::size_t parts = 0;
};
std::span<const SecurableType> securable_types();
/// The types in the order from the widest: "catalog", "external_location", "schema", "table".
std::vector<std::string> securable_type_names();

/// Stands for the catalog that something is listed under, where that could not be read.
inline constexpr std::string_view kAnyCatalog = "*";

/// Reads the full name of a securable, as it is granted on: "finance.ledger.accounts". `below` is
/// the full name of what it is listed under, which may be left out of it; "" if there is none.
std::optional<std::string> read_full_name(const YamlNode& node,
                                          const SecurableType& type,
                                          std::string_view below,
                                          Findings& findings);
/// Reads one part, which a field or a key of the file holds. `is_catalog`: it names a catalog.
std::optional<std::string> read_name_part(std::string_view written,
                                          bool is_catalog,
                                          const Place& place,
                                          Findings& findings);
/// A part that the workspace stores as it is to be written: in backticks if it holds one.
std::string spelled_name_part(const std::string& part);
/// The same of a part as somebody wrote it; what is no name stays as it is.
std::string normal_name_part(std::string_view written);

}  // namespace dgctl::engine
