#include "engine/apply/attempt.h"

#include <algorithm>

#include "engine/apply/settle.h"
#include "engine/apply/waits.h"
#include "engine/model/overloaded.h"
#include "engine/model/utf8.h"
#include "engine/plan/fingerprint.h"

namespace dgctl::engine {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kVisibleWithin{120'000};  // what was just made is visible by then

bool is_not_visible(const ProviderError& error) {
  return error.error_class == ErrorClass::NotFound || error.error_class == ErrorClass::NotVisible;
}

/// As it may stand in a journal: what a workspace answered may be cut within a character.
std::string why(const ProviderError& error) { return well_formed(error.what()); }

class Attempting {
 public:
  Attempting(const Task& task, const AttemptOptions& options, std::stop_token stop)
      : task_(task), options_(options), stop_(std::move(stop)) {}

  Result run() {
    if (options_.reread) {
      const auto moved =
          moved_since_review({&options_.planned}, options_.provider, options_.own, stop_);
      if (!moved.empty()) return Stale{moved.front()};
    }
    for (int tries = 1;; ++tries) {
      try {
        return Applied{options_.provider.write(task_.step, stop_)};
      } catch (const ProviderError& error) {
        if (std::optional<Result> result = after(error, tries)) return *result;
      }
    }
  }

 private:
  /// What an error makes of the step; nothing: it is tried again.
  std::optional<Result> after(const ProviderError& error, int tries) {
    const bool ours_perhaps = unheard_ && error.error_class == ErrorClass::Conflict;
    if (error.may_have_happened || ours_perhaps) {
      unheard_ = true;
      std::optional<Result> read = read_back(error);
      if (read) return read;
      return may_try_again(error, tries) ? std::nullopt
                                         : std::optional<Result>(failed(error, true));
    }
    const bool creates = std::holds_alternative<CreateObject>(task_.step.call);
    if (creates && error.error_class == ErrorClass::Conflict) return is_there_already(error);
    if (options_.follows_creation && is_not_visible(error) && waited_ < kVisibleWithin) {
      const milliseconds wait = std::min(kLongestWait, std::max(kFirstWait, waited_));
      waited_ += wait;
      if (options_.clock.sleep(wait, stop_)) return std::nullopt;
    }
    return failed(error, false);
  }

  /// Of a call that did not take effect. A server that says that it cannot is given time.
  bool may_try_again(const ProviderError& error, int tries) {
    const bool is_busy =
        error.error_class == ErrorClass::Throttled || error.error_class == ErrorClass::Transient;
    if (!is_busy) return tries < kTries;
    if (tries >= kPatientTries) return false;
    const milliseconds backoff = std::min(kLongestWait, kFirstWait * (1 << (tries - 1)));
    const milliseconds wait = std::max(backoff, error.retry_after.value_or(milliseconds(0)));
    return wait <= kLongestAskedFor && options_.clock.sleep(wait, stop_);
  }

  /// Somebody made it meanwhile, or it was there and is not shown to this identity: then another
  /// run comes to the same.
  Result is_there_already(const ProviderError& error) {
    const Lookup lookup = evidence_for(task_.step.call).front();
    const std::string what = to_string(lookup) + " exists already";
    if (!is_shown(lookup)) {
      return Failed{error.error_class,
                    what + " and may not be seen: " + why(error) +
                        "; ask whoever manages it for a permission that shows it (CAN_VIEW on a "
                        "SQL warehouse) and refer to it under `existing:`, or choose another name",
                    false};
    }
    return Stale{what + ": " + why(error)};
  }

  /// Where that cannot be told it counts as shown.
  bool is_shown(const Lookup& lookup) {
    try {
      const ReadResult now = options_.provider.read({&lookup, 1}, stop_).front();
      return std::holds_alternative<Found>(now);
    } catch (const ProviderError&) {
      return true;
    }
  }

  /// Whether a call whose answer was lost took effect. Nothing: it did not, and may be sent again.
  std::optional<Result> read_back(const ProviderError& error) {
    try {
      const std::vector<Lookup> evidence = evidence_for(task_.step.call);
      const std::vector<ReadResult> results = options_.provider.read(evidence, stop_);
      Live now;
      for (std::size_t i = 0; i < evidence.size(); ++i) now.emplace(evidence[i], results[i]);
      const std::optional<bool> happened = took_effect(task_.step.call, task_.existed, now);
      if (!happened) return failed(error, true);
      if (*happened) return Applied{outcome_of(task_.step.call, now)};
      return std::nullopt;
    } catch (const ProviderError&) {
      return failed(error, true);
    }
  }

  static Failed failed(const ProviderError& error, bool may_have_happened) {
    return {error.error_class, why(error), may_have_happened};
  }

  const Task& task_;
  const AttemptOptions& options_;
  std::stop_token stop_;
  bool unheard_ = false;
  milliseconds waited_{0};
};

}  // namespace

Result attempt(const Task& task, const AttemptOptions& options, std::stop_token stop) {
  try {
    return Attempting(task, options, std::move(stop)).run();
  } catch (const ProviderError& error) {  // of the reading before the call
    return Failed{error.error_class, why(error), false};
  } catch (const StoppedError& error) {
    return Failed{ErrorClass::Transport, error.what(), true};
  }
}

namespace {

std::string how_it_moved(const Lookup& lookup, const std::string& reviewed, const ReadResult& now) {
  if (reviewed == "absent") return to_string(lookup) + " did not exist when the plan was made";
  return to_string(lookup) + (std::holds_alternative<Absent>(now) ? " is gone" : " moved") +
         " since the plan was made";
}

/// What the steps were reviewed against, but what the run itself writes.
std::vector<Lookup> reviewed_by(const std::vector<const Step*>& steps,
                                const std::set<Lookup>& own) {
  std::set<Lookup> lookups;
  for (const Step* step : steps) {
    for (const auto& [lookup, reviewed] : step->reviewed) {
      if (!own.contains(lookup)) lookups.insert(lookup);
    }
  }
  return {lookups.begin(), lookups.end()};
}

}  // namespace

std::vector<std::string> moved_since_review(const std::vector<const Step*>& steps,
                                            Provider& provider,
                                            const std::set<Lookup>& own,
                                            std::stop_token stop) {
  const std::vector<Lookup> lookups = reviewed_by(steps, own);
  const std::vector<ReadResult> results = provider.read(lookups, std::move(stop));
  Live now;
  for (std::size_t i = 0; i < lookups.size(); ++i) now.emplace(lookups[i], results[i]);
  std::vector<std::string> moved;
  for (const Step* step : steps) {
    for (const auto& [lookup, reviewed] : step->reviewed) {
      const auto it = now.find(lookup);
      if (it == now.end() || fingerprint(step->call, it->second) == reviewed) continue;
      const std::string text = how_it_moved(lookup, reviewed, it->second);
      if (std::find(moved.begin(), moved.end(), text) == moved.end()) moved.push_back(text);
    }
  }
  return moved;
}

}  // namespace dgctl::engine
