#pragma once

#include <optional>
#include <string_view>

#include "providers/transport/transport.h"

namespace dgctl::providers::sim {

/// "GET" to Method::Get, and so on.
std::optional<Method> method_named(std::string_view word);

}  // namespace dgctl::providers::sim
