#include "providers/sim/fault.h"

namespace dgctl::providers::sim {
namespace {

/// '*' stands for any number of any characters.
bool matches_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool matches(const Fault& fault,
             std::string_view method,
             std::string_view path,
             std::string_view statement) {
  return (fault.method.empty() || fault.method == method) && matches_pattern(fault.path, path) &&
         (fault.statement.empty() || matches_pattern(fault.statement, statement));
}

bool is_over(const Fault& fault) {
  return fault.seen >= fault.skip && fault.seen - fault.skip >= fault.times;
}

bool is_due(const Fault& fault) { return fault.seen >= fault.skip && !is_over(fault); }

}  // namespace dgctl::providers::sim
