#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/diagnostic.h"

namespace dgctl::engine {

/// Everything that is wrong, as it is found.
class Findings {
 public:
  void error(const Place& place, std::string message);
  void warning(const Place& place, std::string message);
  void add(Diagnostic diagnostic) { found_.push_back(std::move(diagnostic)); }

  /// The name that was meant, or "". Gives up on files with so many mistakes that comparing would
  /// take longer than reading them.
  std::string nearest_of(std::string_view written, std::span<const std::string> names);
  /// "unknown key 'clster_size'; did you mean 'cluster_size'?", or with all that are known.
  std::string unknown_key(std::string_view key, std::span<const std::string> known);
  /// "; did you mean 'cluster_size'?", or "" where no name is near.
  std::string did_you_mean(std::string_view written, std::span<const std::string> names);

  [[nodiscard]] bool has_errors() const { return engine::has_errors(found_); }
  /// By file, line and column, each once: what an alias repeats is wrong in one place.
  std::vector<Diagnostic> take();

 private:
  std::vector<Diagnostic> found_;
  std::size_t compared_ = 0;
};

/// "'cluster_size'": how a message shows a word or text of the file; the start of one that is long
/// or has several lines.
std::string in_quotes(std::string_view text);
/// "a, b and c"
std::string enumerated(std::span<const std::string> words);

}  // namespace dgctl::engine
