#pragma once

#include <string>
#include <string_view>

namespace dgctl::engine {

/// SHA-256 of bytes, as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// HMAC with SHA-256 (RFC 2104), as 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

}  // namespace dgctl::engine
