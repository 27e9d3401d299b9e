#pragma once

#include <string>
#include <vector>

namespace dgctl::providers::sim {

/// The type of a volume whose files lie at a path of its own.
inline constexpr const char* kExternalVolume = "EXTERNAL";

/// What volume_type is.
inline const std::vector<std::string>& volume_types() {
  static const std::vector<std::string> kTypes{"MANAGED", kExternalVolume};
  return kTypes;
}

}  // namespace dgctl::providers::sim
