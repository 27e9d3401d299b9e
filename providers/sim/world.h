#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "providers/sim/lags.h"
#include "providers/sim/record.h"
#include "providers/sim/state.h"

namespace dgctl::providers::sim {

/// A request as it comes in.
struct Asked {
  std::string who;  ///< a user or service principal of the file
  Method method = Method::Get;
  std::string target, body;
  std::string credentials;   ///< the header Authorization, or "": it is who made it that asks
  std::string content_type;  ///< the header
  std::int64_t timeout_ms = 0;
  std::optional<std::int64_t> machine_ms;  ///< what the machine's clock says, where it counts
  Arrival arrival;
};

/// What becomes of a request, and what is to be written down of it before anyone hears of it.
struct Outcome {
  Ending ending = Ending::Answer;
  Response response;  ///< for Ending::Answer and Ending::Status
  bool timed_out = false;
  bool outdated = false;      ///< a change did not show
  std::int64_t delay_ms = 0;  ///< what the clock went on by
  Record record;
  std::vector<RequestEntry> entries;
};

/// The workspace while it lives in memory: its state, its clock, the faults that strike, the
/// changes that do not show yet. Does no I/O; equal files and requests give equal outcomes.
class World {
 public:
  explicit World(State state) : state_(std::move(state)) {}

  Outcome ask(const Asked& asked);
  /// Does again what a line of FILE.log says. Returns what its requests were answered.
  std::vector<RequestEntry> replay(const Record& record);

  void sleep(std::int64_t time_ms) { state_.clock_ms += time_ms; }
  std::string make_uuid();

  /// Does what became due by now, as the next request would: so that what is written down does not
  /// depend on who asked last.
  void settle();
  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] Progress progress() const;
  /// Takes over how far others have come; never goes back.
  void catch_up(const Progress& progress);
  /// Changes that do not show yet are nothing that a file could hold.
  [[nodiscard]] bool can_be_folded() const { return lags_.empty(); }

 private:
  void tick(const std::optional<std::int64_t>& machine_ms);
  std::optional<Effect> strike(const Asked& asked, Record& record);
  void edit(const Edit& edit, const Asked& asked, Outcome& outcome);
  /// Who asks follows from the header Authorization where there is one.
  [[nodiscard]] Message message_of(const Asked& asked) const;
  void perform(const Message& message, const std::optional<Lag>& lag, Outcome& outcome);
  void read(const Message& message, Outcome& outcome);
  /// Puts the answer as it was before the changes that do not show yet in its place, and counts the
  /// read with them.
  void take_outdated(const Message& message,
                     std::vector<std::int64_t>& concerned,
                     Outcome& outcome);

  State state_;
  Lags lags_;
};

}  // namespace dgctl::providers::sim
