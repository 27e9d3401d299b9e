#pragma once

#include <string>
#include <string_view>

namespace dgctl::engine {

/// Whether the configuration language has this key, or this value of an enumeration, and this
/// version of dgctl does not read it yet. `where` is a path whose keys of the user's are '*'.
bool is_unsupported(std::string_view where, std::string_view word);
/// "'safety' is not supported by this version of dgctl"
std::string unsupported_message(std::string_view word);

}  // namespace dgctl::engine
