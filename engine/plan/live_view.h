#pragma once

#include <set>
#include <vector>

#include "engine/model/lookup.h"

namespace dgctl::engine {

/// What is known of the workspace, and what was asked of it in vain. The diff reads through this,
/// so that what has to be read is exactly what the diff needs: it is repeated until nothing is
/// missing.
class LiveView {
 public:
  explicit LiveView(const Live& live) : live_(live), last_(live.end()) {}

  /// The answer, or nullptr: not read yet, and noted as missing.
  const ReadResult* get(const Lookup& lookup) {
    const ReadResult* result = peek(lookup);
    if (result == nullptr) missing_.insert(lookup);
    return result;
  }
  /// As get, but notes nothing.
  const ReadResult* peek(const Lookup& lookup) {
    // Whoever goes through many asks in their order: the next is nearly always the one.
    if (last_ != live_.end()) ++last_;
    if (last_ == live_.end() || last_->first != lookup) last_ = live_.find(lookup);
    return last_ == live_.end() ? nullptr : &last_->second;
  }
  [[nodiscard]] std::vector<Lookup> missing() const { return {missing_.begin(), missing_.end()}; }

 private:
  const Live& live_;
  Live::const_iterator last_;  ///< where the last answer was
  std::set<Lookup> missing_;
};

/// The reading of an answer, or nullptr where there is none or it is another answer.
template <class T>
const T* found_in(const ReadResult* result) {
  const auto* found = result == nullptr ? nullptr : std::get_if<Found>(result);
  return found == nullptr ? nullptr : std::get_if<T>(&found->live);
}

}  // namespace dgctl::engine
