#include "engine/verify/failure.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kDoesNotHave = "does not have ";

/// REST's type for what a message calls it; "" for what none is called.
std::string type_from(std::string_view word) {
  if (word == "Database") return "schema";
  if (word == "View" || word == "Materialized View") return "table";
  if (word == "Routine") return "function";
  static constexpr std::array<std::string_view, 10> kTypes{"Catalog",
                                                           "Schema",
                                                           "Table",
                                                           "Volume",
                                                           "Function",
                                                           "External Location",
                                                           "Storage Credential",
                                                           "Connection",
                                                           "Share",
                                                           "Metastore"};
  if (std::find(kTypes.begin(), kTypes.end(), word) == kTypes.end()) return {};
  std::string type = lower_case(word);
  std::replace(type.begin(), type.end(), ' ', '_');
  return type;
}

/// Where the quoted name ends that begins there: names have quotes as well.
std::size_t end_of_name(const std::string& text, std::size_t begin) {
  std::size_t at = text.find('\'', begin);
  while (at != std::string::npos && at + 1 < text.size() &&
         std::string_view(".,;:) \n").find(text[at + 1]) == std::string_view::npos) {
    at = text.find('\'', at + 1);
  }
  return at;
}

/// A name as it is compared: messages put parts in backticks or not, and keep letters or not.
std::string plain(std::string name) {
  name.erase(std::remove(name.begin(), name.end(), '`'), name.end());
  return lower_case(name);
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
  const std::size_t close = open == std::string::npos ? open : end_of_name(rest, open + 1);
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

std::optional<Gate> gate_named_in(const std::string& message, const LiveCheck& check) {
  std::optional<Gate> named = gate_named_in(message);
  if (!named) return named;
  std::vector<Securable> known{check.on};
  for (const Gate& gate : check.gates) known.push_back(gate.on);
  for (const Securable& securable : known) {
    const bool is_meant = securable.type == named->on.type &&
                          plain(securable.full_name) == plain(named->on.full_name);
    if (is_meant) named->on = securable;
  }
  return named;
}

bool is_of_binding(const SqlFailure& failure) {
  return failure.message.find("not accessible in current workspace") != std::string::npos ||
         failure.message.find("is bound to this workspace for reading only") != std::string::npos;
}

}  // namespace dgctl::engine
