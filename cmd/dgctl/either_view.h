#pragma once

#include <set>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "engine/edges/error.h"
#include "engine/edges/provider.h"

namespace dgctl::cmd {

/// What whoever runs dgctl may see, and else what the principal may.
class EitherView : public engine::Reader {
 public:
  EitherView(engine::Reader& ours, engine::Reader& theirs) : ours_(ours), theirs_(theirs) {}

  std::vector<engine::ReadResult> read(std::span<const engine::Lookup> wanted,
                                       std::stop_token stop) override {
    std::vector<engine::ReadResult> results = read_ours(wanted, stop);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (says_something(results[i])) continue;
      const bool is_answered = std::holds_alternative<engine::Found>(results[i]);
      engine::ReadResult theirs = theirs_.read({&wanted[i], 1}, stop).front();
      const bool is_theirs = says_something(theirs);
      if (!is_answered || is_theirs) unseen_.insert(wanted[i]);
      if (is_theirs) results[i] = std::move(theirs);
    }
    return results;
  }

  /// Whether a look-up is known only as far as the principal itself may see.
  [[nodiscard]] bool is_unseen(const engine::Lookup& lookup) const {
    return unseen_.contains(lookup);
  }

 private:
  /// A listing leaves out what may not be seen, so that an empty one says nothing.
  static bool says_something(const engine::ReadResult& result) {
    const auto* found = std::get_if<engine::Found>(&result);
    if (found == nullptr) return false;
    const auto* names = std::get_if<engine::Names>(&found->live);
    return names == nullptr || !names->empty();
  }

  /// Whoever runs dgctl need not be allowed anything: the principal's own view will do.
  std::vector<engine::ReadResult> read_ours(std::span<const engine::Lookup> wanted,
                                            const std::stop_token& stop) {
    try {
      return ours_.read(wanted, stop);
    } catch (const engine::ProviderError& error) {
      return std::vector<engine::ReadResult>(wanted.size(), engine::Hidden{{}, error.what()});
    }
  }

  engine::Reader& ours_;
  engine::Reader& theirs_;
  std::set<engine::Lookup> unseen_;  ///< by whoever runs dgctl
};

}  // namespace dgctl::cmd
