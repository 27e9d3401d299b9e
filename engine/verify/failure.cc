#include "engine/verify/failure.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dgctl::engine {
namespace {

constexpr std::string_view kDoesNotHave = "does not have ";

/// REST's type for a word of a message; "" for others.
std::string type_from(std::string_view word) {
  if (word == "Catalog") return "catalog";
  if (word == "Schema" || word == "Database") return "schema";
  if (word == "Table" || word == "View" || word == "Materialized View") return "table";
  return {};
}

}  // namespace

bool is_denial(const SqlFailure& failure) {
  constexpr std::array<std::string_view, 3> kConditions{
      "INSUFFICIENT_PERMISSIONS", "PERMISSION_DENIED", "INSUFFICIENT_PRIVILEGES"};
  const bool is_named = std::any_of(kConditions.begin(), kConditions.end(), [&](auto condition) {
    return failure.condition == condition || failure.message.starts_with(condition);
  });
  return is_named || failure.sql_state == "42501";
}

bool is_not_found(const SqlFailure& failure) {
  constexpr std::array<std::string_view, 6> kConditions{"TABLE_OR_VIEW_NOT_FOUND",
                                                        "SCHEMA_NOT_FOUND",
                                                        "CATALOG_NOT_FOUND",
                                                        "NO_SUCH_CATALOG",
                                                        "NO_SUCH_CATALOG_EXCEPTION",
                                                        "NO_SUCH_SCHEMA"};
  return failure.sql_state == "42P01" ||
         std::find(kConditions.begin(), kConditions.end(), failure.condition) != kConditions.end();
}

std::optional<Gate> gate_named_in(const std::string& message) {
  const std::size_t begin = message.find(kDoesNotHave);
  if (begin == std::string::npos) return std::nullopt;
  const std::string rest = message.substr(begin + kDoesNotHave.size());
  const std::size_t on = rest.find(" on ");
  const std::size_t open = rest.find('\'', std::min(on, rest.size()));
  const std::size_t close = open == std::string::npos ? open : rest.find('\'', open + 1);
  if (close == std::string::npos) return std::nullopt;
  std::string privilege = rest.substr(0, on);
  std::replace(privilege.begin(), privilege.end(), ' ', '_');
  const std::string type =
      type_from(std::string_view(rest).substr(on + 4, open < on + 5 ? 0 : open - on - 5));
  std::string name = rest.substr(open + 1, close - open - 1);
  name.erase(std::remove(name.begin(), name.end(), '`'), name.end());
  if (type.empty() || privilege.empty() || name.empty()) return std::nullopt;
  return Gate{{type, name}, privilege};
}

}  // namespace dgctl::engine
