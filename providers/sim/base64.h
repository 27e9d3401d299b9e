#pragma once

#include <optional>
#include <string>
#include <string_view>

// Bytes as text (RFC 4648), as headers and tokens carry them.

namespace dgctl::providers::sim {

/// With '-' and '_', without padding: what stands in a token.
std::string base64url(std::string_view bytes);

/// Of either alphabet, with or without padding. Nothing where it is neither.
std::optional<std::string> base64_decoded(std::string_view text);

}  // namespace dgctl::providers::sim
