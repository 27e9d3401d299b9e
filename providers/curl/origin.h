#pragma once

#include <cstdint>
#include <string>

namespace dgctl::providers {

/// Where requests go.
struct Origin {
  std::string text;  ///< "https://host:8443", lower case, without a slash at its end
  std::string host;  ///< "host", "127.0.0.1", "::1"
  bool is_secure = true;
  bool is_loopback = false;  ///< 127.0.0.0/8, ::1, localhost: nothing leaves this machine
};

/// Reads "https://host[:port]". Throws engine::Error that says why for anything else: a user name,
/// a path, a query, http to a host that is not this machine, characters that no host name has.
Origin origin_of(const std::string& text);

}  // namespace dgctl::providers
