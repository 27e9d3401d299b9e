#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "engine/apply/attempt.h"

namespace dgctl::engine {

/// How long what was read before a run is believed when a step starts.
inline constexpr std::chrono::minutes kReadGoodFor{5};

struct ExecutorOptions {
  std::size_t parallelism = 16;  ///< steps under way at once, fewer if the system lacks threads
  /// How long an interrupted run waits for answers that are under way, in real time.
  std::chrono::milliseconds grace{2'500};
  /// When the plan's reading was done, by Clock::steady: what is older than kReadGoodFor when its
  /// step starts is read again.
  std::chrono::steady_clock::time_point read_at;
  /// Called with how far the run got where the stores end it by an error, before that is thrown:
  /// what it holds may not be recorded.
  std::function<void(const RunReport&)> on_broken = [](const RunReport&) {};
  /// Whether it was a time limit that asked for the stop.
  std::function<bool()> timed_out = [] { return false; };
};

/// Drives a run to its end, steps side by side in threads of its own. After `stop` nothing new
/// starts, and what has not answered within the grace stays unheard in the journal. Throws what the
/// stores throw, and Error if there is not one thread; the workspace's errors stand in the report.
RunReport execute(RunStart start,
                  Provider& provider,
                  const Ledger& ledger,
                  const ExecutorOptions& options,
                  std::stop_token stop);

}  // namespace dgctl::engine
