#include "providers/sim/suggestion.h"

#include <algorithm>
#include <numeric>

namespace dgctl::providers::sim {
namespace {

constexpr std::size_t kNear = 2;

std::size_t edits(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t kept = diagonal + (from[i - 1] == to[j - 1] ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({kept, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string suggestion(std::string_view written, const std::vector<std::string>& names) {
  std::size_t best = kNear + 1;
  std::string found;
  for (const std::string& name : names) {
    const std::size_t longer = std::max(name.size(), written.size());
    if (longer - std::min(name.size(), written.size()) > kNear) continue;
    const std::size_t distance = edits(written, name);
    if (distance >= best || distance >= longer) continue;
    best = distance;
    found = name;
  }
  return found.empty() ? std::string() : "; did you mean '" + found + "'?";
}

}  // namespace dgctl::providers::sim
