#include "providers/sim/workspace.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <limits>
#include <mutex>
#include <optional>

#include <unistd.h>

#include "providers/sim/authorization.h"
#include "providers/sim/json.h"
#include "providers/sim/names.h"
#include "providers/sim/principals.h"
#include "providers/sim/store.h"
#include "providers/sim/suggestion.h"
#include "providers/sim/workspace_text.h"
#include "providers/sim/world.h"

namespace dgctl::providers {
namespace {

using sim::Ending;
using sim::Outcome;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

std::int64_t machine_time_ms() {
  const auto since_epoch = system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<milliseconds>(since_epoch).count();
}

sim::State read_state(const std::string& text) {
  try {
    return sim::read_workspace(text);
  } catch (const sim::JsonError& error) {
    throw WorkspaceFileError(error.what());
  }
}

/// Who can make requests, by any spelling.
std::string resolved(const sim::State& state, const std::string& name) {
  if (name.empty()) return state.operator_name;
  const std::optional<sim::Principal> found = sim::find_principal(state, name);
  if (found && sim::find_identity(state, found->name) != nullptr) return found->name;
  std::vector<std::string> identities = sim::principal_names(state);
  std::erase_if(identities,
                [&](const auto& other) { return sim::find_identity(state, other) == nullptr; });
  std::string names;
  for (const std::string& other : identities) names += (names.empty() ? "" : ", ") + other;
  throw WorkspaceFileError("no user or service principal of the workspace is called '" + name +
                           "'" + sim::suggestion(name, identities) + " (there are " + names + ")");
}

/// The value of a header whose name is that in any case, or "".
std::string header_of(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (sim::folded(key) == name) return value;
  }
  return {};
}

bool kills(Ending ending) {
  return ending == Ending::KillBefore || ending == Ending::KillApplied ||
         ending == Ending::KillAnswered;
}

std::string described(const Request& request) {
  return std::string(to_string(request.method)) + " " + request.path;
}

bool pause(milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any never;
  never.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

/// The world and, where it has one, its file.
class SimWorkspace::Core {
 public:
  Core(std::unique_ptr<sim::Store> store, sim::World world)
      : store_(std::move(store)), world_(std::move(world)) {}

  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;
  Core(Core&&) = delete;
  Core& operator=(Core&&) = delete;

  ~Core() {
    if (!store_) return;
    // What could not be folded stands in the log, and the next user goes on with it.
    try {
      const sim::Store::Turn turn(*store_);
      if (is_stale_) world_ = store_->load();
      store_->leave(world_);
    } catch (const std::exception&) {
      return;
    }
  }

  void become(const std::string& name) { identity_ = resolved(world_.state(), name); }

  /// Runs `step` on the world as it is now, while nobody else does anything to it.
  template <class Step>
  auto in_turn(Step&& step) {
    const std::lock_guard guard(mutex_);
    std::optional<sim::Store::Turn> turn;
    if (store_) {
      turn.emplace(*store_);
      bring_up_to_date();
    }
    // A step that fails may leave the world ahead of what is written down.
    is_stale_ = store_ != nullptr;
    auto result = std::forward<Step>(step)(world_);
    is_stale_ = false;
    return result;
  }

  /// `arrival`: of what came over a socket, where `who` does not count.
  Outcome ask(const std::string& who,
              const Request& request,
              const sim::Arrival* arrival = nullptr) {
    return in_turn([&](sim::World& world) {
      // Who was found when the workspace was opened may be no more: that is the workspace's to say.
      sim::Asked asked;
      if (arrival != nullptr) {
        asked.arrival = *arrival;
      } else {
        asked.who = who.empty() ? identity_ : resolved(world.state(), who);
      }
      asked.method = request.method;
      asked.target = request.path;
      asked.body = request.body;
      asked.credentials = header_of(request, "authorization");
      asked.content_type = header_of(request, "content-type");
      asked.timeout_ms = request.timeout.count();
      asked.machine_ms = machine_time(world.state());
      Outcome outcome = world.ask(asked);
      write_down(world, outcome);
      return outcome;
    });
  }

  void write_down(const sim::World& world, const Outcome& outcome) {
    if (store_) {
      store_->append(world, outcome);
    } else {
      entries_.insert(entries_.end(), outcome.entries.begin(), outcome.entries.end());
    }
  }

  void write_down_progress(const sim::World& world) {
    if (store_) store_->append_progress(world);
  }

  void run_in_real_time() {
    const std::lock_guard guard(mutex_);
    last_turn_ = steady_clock::now();
  }

  const std::string& identity() const { return identity_; }
  bool has_real_clock() const { return has_real_clock_; }
  std::vector<sim::RequestEntry> entries() const { return store_ ? store_->requests() : entries_; }

 private:
  /// What time it is on the machine, where that counts. What the file's clock is ahead stays.
  std::optional<std::int64_t> machine_time(const sim::State& state) {
    if (!last_turn_) {
      return state.real_clock ? std::optional(machine_time_ms()) : std::nullopt;
    }
    const auto now = steady_clock::now();
    const auto gone = std::chrono::duration_cast<milliseconds>(now - *last_turn_);
    *last_turn_ += gone;
    return std::max(machine_time_ms(), state.clock_ms + gone.count());
  }

  void bring_up_to_date() {
    const bool reload = is_stale_;
    is_stale_ = true;
    if (reload) {
      world_ = store_->load();
    } else {
      store_->catch_up(world_);
    }
  }

  std::mutex mutex_;
  std::unique_ptr<sim::Store> store_;  ///< or null: in memory
  sim::World world_;
  bool is_stale_ = false;  ///< to be loaded anew
  std::string identity_;
  std::optional<steady_clock::time_point> last_turn_;  ///< where time goes by as on the machine
  bool has_real_clock_ = world_.state().real_clock;
  std::vector<sim::RequestEntry> entries_;  ///< in memory
};

SimWorkspace::SimWorkspace(std::unique_ptr<Core> core) : core_(std::move(core)) {}
SimWorkspace::~SimWorkspace() = default;

std::unique_ptr<SimWorkspace> SimWorkspace::open(const std::filesystem::path& file,
                                                 const std::string& as) {
  auto store = std::make_unique<sim::Store>(file);
  std::optional<sim::World> world;
  {
    const sim::Store::Turn turn(*store);
    world = store->load();
  }
  auto core = std::make_unique<Core>(std::move(store), *std::move(world));
  core->become(as);
  return std::unique_ptr<SimWorkspace>(new SimWorkspace(std::move(core)));
}

std::unique_ptr<SimWorkspace> SimWorkspace::in_memory(const std::string& text,
                                                      const std::string& as) {
  auto core = std::make_unique<Core>(nullptr, sim::World(read_state(text)));
  core->become(as);
  return std::unique_ptr<SimWorkspace>(new SimWorkspace(std::move(core)));
}

Served SimWorkspace::serve(const Request& request, const sim::Arrival& arrival) {
  Outcome outcome = core_->ask({}, request, &arrival);
  Served served;
  served.delay = milliseconds(outcome.delay_ms);
  const bool is_answered = outcome.ending == Ending::Answer || outcome.ending == Ending::Status ||
                           outcome.ending == Ending::KillAnswered;
  if (is_answered) served.response = std::move(outcome.response);
  return served;
}

void SimWorkspace::run_in_real_time() { core_->run_in_real_time(); }

std::string SimWorkspace::personal_token(const std::string& who) {
  return core_->in_turn([&](const sim::World& world) {
    return sim::personal_token(world.state(), resolved(world.state(), who));
  });
}

std::string SimWorkspace::account_token(const std::string& who) {
  return core_->in_turn([&](const sim::World& world) {
    const sim::State& state = world.state();
    return sim::token_text(
        state, {resolved(state, who), true, 0, std::numeric_limits<std::int64_t>::max()});
  });
}

Response SimWorkspace::send(const Request& request, std::stop_token stop) {
  return send_as({}, request, stop);
}

Response SimWorkspace::send_as(const std::string& who,
                               const Request& request,
                               const std::stop_token& stop) {
  if (stop.stop_requested()) {
    throw engine::StoppedError("stopped before " + described(request));
  }
  Outcome outcome = core_->ask(who, request);
  if (kills(outcome.ending)) kill(getpid(), SIGKILL);
  if (outcome.delay_ms > 0 && core_->has_real_clock()) {
    pause(milliseconds(outcome.delay_ms), stop);
  }
  if (outcome.ending == Ending::Drop) {
    throw TransportError("the connection was lost before " + described(request) + " was taken",
                         false);
  }
  if (outcome.ending == Ending::Lose) {
    throw TransportError("the connection was lost before " + described(request) + " was answered",
                         true);
  }
  if (outcome.timed_out) {
    throw TransportError("no answer to " + described(request) + " within " +
                             std::to_string(request.timeout.count()) + " ms",
                         true);
  }
  return std::move(outcome.response);
}

system_clock::time_point SimWorkspace::now() {
  return core_->in_turn([](const sim::World& world) {
    std::int64_t time_ms = world.state().clock_ms;
    if (world.state().real_clock) time_ms = std::max(time_ms, machine_time_ms());
    return system_clock::time_point(milliseconds(time_ms));
  });
}

bool SimWorkspace::sleep(milliseconds time, std::stop_token stop) {
  if (core_->has_real_clock()) return pause(time, stop);
  if (stop.stop_requested()) return false;
  return core_->in_turn([&](sim::World& world) {
    world.sleep(time.count());
    core_->write_down_progress(world);
    return true;
  });
}

std::string SimWorkspace::uuid() {
  return core_->in_turn([&](sim::World& world) {
    std::string made = world.make_uuid();
    core_->write_down_progress(world);
    return made;
  });
}

std::string SimWorkspace::host() {
  return core_->in_turn([](const sim::World& world) { return world.state().workspace.host; });
}

const std::string& SimWorkspace::identity() const { return core_->identity(); }

std::string SimWorkspace::snapshot() {
  return core_->in_turn([](sim::World& world) {
    world.settle();
    return sim::write_workspace(world.state());
  });
}

std::vector<sim::RequestEntry> SimWorkspace::requests() {
  return core_->in_turn([&](const sim::World& /*world*/) { return core_->entries(); });
}

}  // namespace dgctl::providers
