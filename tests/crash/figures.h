#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

namespace dgctl::tests {

/// Adds to the figures of this run, for the page that tells them: a line of JSON in the file that
/// DGCTL_FIGURES names. Where nothing is named nobody asks.
inline void record_figure(const std::string& property, const std::string& unit, std::size_t count) {
  const char* file = std::getenv("DGCTL_FIGURES");
  if (file == nullptr || *file == '\0') return;
  std::ofstream(file, std::ios::app)
      << nlohmann::json{{"property", property}, {"unit", unit}, {"count", count}}.dump() + "\n";
}

/// How many of the places where something could be killed or disturbed are passed between two that
/// are: 1 takes each. `usual` is for who sets nothing.
inline std::size_t stride(std::size_t usual = 1) {
  const char* set = std::getenv("DGCTL_KILL_STRIDE");
  return set == nullptr ? usual : std::max<std::size_t>(1, std::strtoul(set, nullptr, 10));
}

}  // namespace dgctl::tests
