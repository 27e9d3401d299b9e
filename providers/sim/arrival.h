#pragma once

#include <cstdint>
#include <string>

namespace dgctl::providers::sim {

/// What a request brings along that came over a socket. Changes nothing of what is done, only of
/// what is answered.
struct Arrival {
  std::string origin;              ///< "https://127.0.0.1:40123"; "": the workspace's own host
  bool is_account = false;         ///< that is the account's console, a host of its own
  std::int64_t page_limit = 0;     ///< the most that a page holds; 0: what the switches say
  std::int64_t refused_for_s = 0;  ///< too many came: refused, to be made again after so long
};

}  // namespace dgctl::providers::sim
