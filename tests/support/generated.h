#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/golden.h"

namespace dgctl::tests {

/// Holds a file of the source tree to what is generated for it. As with golden files,
/// DGCTL_UPDATE_GOLDEN=1 rewrites it and fails the test; `scripts/generate` does that.
inline void check_generated(const std::string& path, const std::string& expected) {
  const std::filesystem::path file = std::filesystem::path(DGCTL_SOURCE_DIR) / path;
  const std::string actual = file_text(file);
  if (actual == expected) return;
  if (std::getenv("DGCTL_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(file, std::ios::binary) << expected;
    FAIL_CHECK("rewritten: " << file.string());
    return;
  }
  FAIL_CHECK(path << " is not what is generated for it; run scripts/generate");
}

/// A text with another one between two of its lines.
inline std::string with_part(const std::string& text,
                             const std::string& begin,
                             const std::string& end,
                             const std::string& part) {
  const std::size_t from = text.find(begin + "\n");
  const std::size_t to = text.find(end + "\n");
  if (from == std::string::npos || to == std::string::npos || to < from) {
    throw std::runtime_error("there are no lines " + begin + " and " + end);
  }
  return text.substr(0, from + begin.size() + 1) + part + text.substr(to);
}

}  // namespace dgctl::tests
