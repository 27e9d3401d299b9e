#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/catch.h"

namespace dgctl::tests {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Compares with golden/NAME beside the test. DGCTL_UPDATE_GOLDEN=1 rewrites the file and fails the
/// test, so that an updating run is never green; its difference is reviewed like code.
inline void check_golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path path = std::filesystem::path(DGCTL_GOLDEN_DIR) / name;
  const std::string expected = file_text(path);
  INFO("golden file: " << path.string());
  if (std::getenv("DGCTL_UPDATE_GOLDEN") != nullptr && expected != actual) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << actual;
    FAIL_CHECK("rewritten: " << path.string());
    return;
  }
  CHECK(expected == actual);
}

}  // namespace dgctl::tests
