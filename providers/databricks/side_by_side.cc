#include "providers/databricks/side_by_side.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

#include "engine/edges/error.h"

namespace dgctl::providers {
namespace {

/// Threads that do something beside the caller's, `threads` with that, or as many as there are.
template <class Worker>
std::vector<std::jthread> crew_of(std::size_t threads, const Worker& worker) {
  std::vector<std::jthread> crew;
  try {
    for (std::size_t i = 1; i < threads; ++i) crew.emplace_back(worker);
  } catch (const std::system_error&) {  // NOLINT(bugprone-empty-catch): fewer threads do it too
  }
  return crew;
}

}  // namespace

void do_side_by_side(std::size_t count,
                     std::size_t threads,
                     const std::function<void(std::size_t)>& work,
                     const std::stop_token& stop) {
  std::vector<std::exception_ptr> failures(count);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto worker = [&] {
    for (std::size_t i = next++; i < count && !failed; i = next++) {
      if (stop.stop_requested()) return;
      try {
        work(i);
      } catch (...) {  // goes to the caller's thread
        failures[i] = std::current_exception();
        failed = true;
      }
    }
  };
  {
    const std::vector<std::jthread> crew = crew_of(std::min(threads, count), worker);
    worker();
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  if (stop.stop_requested()) throw engine::StoppedError("interrupted while reading the workspace");
}

}  // namespace dgctl::providers
