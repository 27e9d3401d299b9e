#include "engine/apply/executor.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "engine/edges/error.h"
#include "engine/model/descriptor.h"
#include "engine/plan/fingerprint.h"

namespace dgctl::engine {
namespace {

/// Tasks to the workers and results back. The driver alone touches the run.
class Workers {
 public:
  using Results = std::vector<std::pair<StepId, Result>>;

  Workers(std::size_t count, Provider& provider, Clock& clock)
      : provider_(provider), clock_(clock) {
    start(count);
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    cancel();
    // All of them before the first is waited for, so that none takes up another task meanwhile.
    for (std::jthread& thread : threads_) thread.request_stop();
  }

  void give(Task task, AttemptOptions options) {
    {
      const std::scoped_lock lock(mutex_);
      tasks_.emplace_back(std::move(task), std::move(options));
    }
    changed_.notify_all();
  }

  /// Waits for results, at most until `stop` is asked for. Throws what a worker could not turn into
  /// a result.
  Results take(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !results_.empty() || failure_; });
    return taken();
  }
  /// Waits for results at most until then.
  Results take_until(std::chrono::steady_clock::time_point time) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, time, [this] { return !results_.empty() || failure_; });
    return taken();
  }

  void cancel() { cancel_.request_stop(); }
  [[nodiscard]] Provider& provider() { return provider_; }
  [[nodiscard]] Clock& clock() { return clock_; }

 private:
  Results taken() {
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return std::exchange(results_, {});
  }

  /// Where the system gives fewer threads, those that there are do all the work.
  void start(std::size_t count) {
    try {
      for (std::size_t i = 0; i < count; ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
      }
    } catch (const std::system_error& error) {
      if (threads_.empty()) throw Error(std::string("cannot start a thread: ") + error.what());
    }
  }

  /// Until its own thread is told to stop: that happens however this object ends, also where its
  /// constructor throws.
  void work(const std::stop_token& stop) {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [this] { return !tasks_.empty(); });
      if (stop.stop_requested()) return;
      const auto [task, options] = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      try {
        Result result = attempt(task, options, cancel_.get_token());
        lock.lock();
        results_.emplace_back(task.step.id, std::move(result));
      } catch (...) {  // a bug: it must reach main, which says so
        if (!lock.owns_lock()) lock.lock();
        failure_ = std::current_exception();
      }
      lock.unlock();
      changed_.notify_all();
    }
  }

  Provider& provider_;
  Clock& clock_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::pair<Task, AttemptOptions>> tasks_;
  Results results_;
  std::exception_ptr failure_;
  std::stop_source cancel_;
  std::vector<std::jthread> threads_;  // last: joined before what they use goes
};

/// Whether something that a step makes may not be visible at once: what it creates, or who is new
/// in the workspace.
bool makes_something(const Call& call) {
  if (const auto* acl = std::get_if<WriteAcl>(&call)) {
    const bool gives = !acl->entries.empty() && !acl->entries.front().level.empty();
    return gives && descriptor_of(acl->kind).admits;
  }
  return std::holds_alternative<CreateObject>(call);
}

/// What an interrupted run has changed of what this one goes on with.
std::set<Lookup> changed_before(const RunStart& start) {
  std::set<Lookup> changed;
  const auto add = [&](StepId step) {
    for (Lookup& lookup : touched_by(start.plan.steps.at(step).call)) {
      changed.insert(std::move(lookup));
    }
  };
  for (const StepId step : start.begin.done) add(step);
  for (const auto& [step, since] : start.repeated) add(step);
  return changed;
}

/// For each step whether it comes, directly or not, after one that makes something.
std::vector<bool> followers_of_creations(const Plan& plan) {
  std::vector<bool> follows(plan.steps.size(), false);
  for (const Step& step : plan.steps) {
    for (const StepId before : step.after) {
      const bool makes = makes_something(plan.steps.at(before).call);
      if (makes || follows.at(before)) follows.at(step.id) = true;
    }
  }
  return follows;
}

class Driver {
 public:
  Driver(RunStart start,
         Provider& provider,
         const Ledger& ledger,
         const ExecutorOptions& options,
         std::stop_token stop)
      : plan_(start.plan),
        options_(options),
        stop_(std::move(stop)),
        clock_(ledger.clock),
        own_(changed_before(start)),
        run_(std::move(start), ledger, {}),
        follows_creation_(followers_of_creations(plan_)),
        workers_(std::min(options.parallelism, plan_.steps.size()), provider, ledger.clock) {}

  RunReport drive() {
    try {
      return driven();
    } catch (const Error&) {
      RunReport report = run_.so_far();
      for (auto& [step, result] : answered_) report.results.insert_or_assign(step, result);
      options_.on_broken(report);
      throw;
    }
  }

 private:
  RunReport driven() {
    while (!stop_.stop_requested()) {
      start_what_may_start();
      if (run_.done()) return run_.finish();
      hear(workers_.take(stop_));
    }
    run_.stop(options_.timed_out() ? "timeout" : "cancelled");
    const auto last = std::chrono::steady_clock::now() + options_.grace;
    while (run_.under_way() > 0) {
      Workers::Results results = workers_.take_until(last);
      if (results.empty()) break;
      hear(std::move(results));
    }
    return run_.finish();
  }

  void start_what_may_start() {
    const std::size_t free = options_.parallelism - run_.under_way();
    for (Task& task : run_.next(free)) {
      AttemptOptions options{
          plan_.steps.at(task.step.id), workers_.provider(), clock_, false, {}, false};
      options.reread = clock_.steady() - options_.read_at > kReadGoodFor;
      if (options.reread) options.own = own_;
      options.follows_creation = follows_creation_.at(task.step.id);
      workers_.give(std::move(task), std::move(options));
    }
  }

  void hear(Workers::Results results) {
    if (results.empty()) return;
    for (const auto& [step, result] : results) {
      if (!std::holds_alternative<Applied>(result)) continue;
      for (Lookup& lookup : touched_by(plan_.steps.at(step).call)) own_.insert(std::move(lookup));
    }
    answered_ = results;
    run_.heard(std::move(results));
    answered_.clear();
  }

  const Plan& plan_;
  ExecutorOptions options_;
  std::stop_token stop_;
  Clock& clock_;
  std::set<Lookup> own_;  // what the run has changed itself
  Run run_;
  Workers::Results answered_;  // what is being recorded
  std::vector<bool> follows_creation_;
  Workers workers_;
};

}  // namespace

RunReport execute(RunStart start,
                  Provider& provider,
                  const Ledger& ledger,
                  const ExecutorOptions& options,
                  std::stop_token stop) {
  return Driver(std::move(start), provider, ledger, options, std::move(stop)).drive();
}

}  // namespace dgctl::engine
