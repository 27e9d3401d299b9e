#include "engine/model/nearest.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kLongestCompared = 255;  // no name in a workspace is longer

/// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::vector<std::size_t>, 3> rows;  // two back, one back, current
  for (auto& row : rows) row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[2][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    rows[2][0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = rows[1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      std::size_t best = std::min({rows[1][j] + 1, rows[2][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, rows[0][j - 2] + 1);
      }
      rows[2][j] = best;
    }
  }
  return rows[2][b.size()];
}

}  // namespace

std::string nearest(std::string_view written, std::span<const std::string> names) {
  if (written.size() > kLongestCompared) return {};
  const std::string folded = lower_case(written);
  std::size_t best = std::max<std::size_t>(1, written.size() / 3) + 1;
  std::string found;
  for (const std::string& name : names) {
    const std::size_t longer = std::max(name.size(), folded.size());
    if (longer - std::min(name.size(), folded.size()) >= best) continue;
    const std::size_t d = distance(folded, lower_case(name));
    if (d < best) {
      best = d;
      found = name;
    }
  }
  return found;
}

}  // namespace dgctl::engine
