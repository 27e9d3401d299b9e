#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

namespace dgctl::tests {

/// Adds to the figures of this run, from which docs/reliability.md is made: a line in the file that
/// DGCTL_FIGURES names, with tabs between. Where none is named nobody asks.
inline void record_figure(const std::string& property, const std::string& unit, std::size_t count) {
  const char* file = std::getenv("DGCTL_FIGURES");
  if (file == nullptr || *file == '\0') return;
  // In one write: programs run side by side.
  const std::string line = property + "\t" + unit + "\t" + std::to_string(count) + "\n";
  std::ofstream(file, std::ios::app) << line;
}

/// How many of the places where something could be killed or disturbed lie between two that are,
/// and one more: 1 takes each. `usual` is for who sets nothing.
inline std::size_t stride(std::size_t usual = 1) {
  const char* set = std::getenv("DGCTL_KILL_STRIDE");
  return set == nullptr ? usual : std::max<std::size_t>(1, std::strtoul(set, nullptr, 10));
}

}  // namespace dgctl::tests
