#pragma once

#include <string>
#include <vector>

namespace dgctl::providers::sim {

/// What isolation_mode of an external location is; of a catalog the words are others.
inline const std::vector<std::string>& location_isolation_modes() {
  static const std::vector<std::string> kModes{"ISOLATION_MODE_OPEN", "ISOLATION_MODE_ISOLATED"};
  return kModes;
}

/// Whether one path in cloud storage is the other, or lies in it.
inline bool lies_in(const std::string& path, const std::string& outer) {
  return path == outer || path.starts_with(outer + "/");
}

}  // namespace dgctl::providers::sim
