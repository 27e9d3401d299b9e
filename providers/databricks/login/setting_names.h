#pragma once

#include <span>
#include <string_view>

namespace dgctl::providers {

/// A setting of Databricks' tools. Source: databricks-sdk-go config/config.go.
struct SettingName {
  std::string_view key;       ///< in a profile
  std::string_view variable;  ///< in the environment; "": it has none
  std::string_view group;     ///< of several that are set, one may be; "": it is no credential
  bool is_secret = false;
};

/// Those that logging in depends on, in the order in which they are looked for.
std::span<const SettingName> setting_names();
/// Throws std::logic_error for a key that is none.
const SettingName& setting_name(std::string_view key);

}  // namespace dgctl::providers
