#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace dgctl::engine {

struct CleanHost {
  std::string url;  ///< "https://dbc-1234.cloud.databricks.com", or "sim:FILE" as it was written
  /// What the query of an address copied from a browser says, as Databricks' own tools read it.
  std::optional<std::int64_t> workspace_id;
  std::optional<std::string> account_id;
};
/// Reduces the address of a workspace to scheme and authority, in lower case and without the
/// scheme's own port; or says why it is none, as the rest of "'host' …".
std::variant<CleanHost, std::string> clean_host(std::string_view written);
/// The same for the environment and for profiles, where the scheme may be left out.
std::variant<CleanHost, std::string> clean_setting_host(std::string_view written);

/// Whether a clean address is one of this machine, whatever names are resolved to.
bool is_loopback(std::string_view url);

}  // namespace dgctl::engine
