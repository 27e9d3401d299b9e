#include "engine/config/pattern.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace dgctl::engine {
namespace {

constexpr std::size_t kMaxPatternBytes = 200;
constexpr std::size_t kMaxMatchedBytes = 1024;
// The matcher calls itself once for each atom of a chain of optional ones.
constexpr std::size_t kMaxAtoms = 500;

/// How many characters, classes and groups a pattern has when its counted repetitions are written
/// out.
class AtomCount {
 public:
  explicit AtomCount(const std::string& pattern) : pattern_(pattern) {}

  std::size_t count() {
    for (at_ = 0; at_ < pattern_.size(); ++at_) take();
    while (open_.size() > 1) close();
    return open_.front().total + open_.front().last;
  }

 private:
  struct Group {
    std::size_t total = 0, last = 0;  // without and of the last atom, which a count repeats
  };

  void take() {
    switch (pattern_[at_]) {
      case '(':
        open_.push_back({});
        break;
      case ')':
        if (open_.size() > 1) close();
        break;
      case '{':
        repeat();
        break;
      case '?':
      case '*':
      case '+':
        break;
      case '[':
        at_ = std::min(pattern_.find(']', at_ + 2), pattern_.size());
        add(1);
        break;
      case '\\':
        ++at_;
        add(1);
        break;
      default:
        add(1);
    }
  }

  void add(std::size_t atoms) {
    Group& group = open_.back();
    group.total += group.last;
    group.last = atoms;
  }

  void close() {
    const std::size_t atoms = open_.back().total + open_.back().last;
    open_.pop_back();
    add(atoms + 1);
  }

  void repeat() {
    std::size_t most = 1, number = 0;
    for (++at_; at_ < pattern_.size() && pattern_[at_] != '}'; ++at_) {
      const char c = pattern_[at_];
      number = c >= '0' && c <= '9'
                   ? std::min<std::size_t>(number * 10 + static_cast<std::size_t>(c - '0'),
                                           kMaxAtoms + 1)
                   : 0;
      most = std::max(most, number);
    }
    open_.back().last = std::min(open_.back().last * most, kMaxAtoms + 1);
  }

  const std::string& pattern_;
  std::size_t at_ = 0;
  std::vector<Group> open_{Group{}};
};

/// Groups that look ahead nest to times beyond all bounds.
bool looks_ahead(std::string_view pattern) {
  for (std::size_t at = pattern.find("(?"); at != std::string_view::npos;
       at = pattern.find("(?", at + 1)) {
    if (!pattern.substr(at).starts_with("(?:")) return true;
  }
  return false;
}

}  // namespace

std::variant<std::regex, std::string> compile_pattern(const std::string& pattern) {
  if (pattern.size() > kMaxPatternBytes) return "is longer than 200 bytes; shorten it";
  if (AtomCount(pattern).count() > kMaxAtoms) return "repeats too much; use smaller counts";
  if (looks_ahead(pattern)) return "looks ahead with '(?'; write it without";
  try {
    // Polynomial: in time, and without back-references.
    return std::regex(pattern, std::regex::ECMAScript | std::regex_constants::__polynomial);
  } catch (const std::regex_error&) {
    return "is no regular expression; check brackets and escapes";
  }
}

bool matches(const std::regex& pattern, const std::string& text) {
  return text.size() <= kMaxMatchedBytes && std::regex_match(text, pattern);
}

}  // namespace dgctl::engine
