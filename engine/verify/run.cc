#include "engine/verify/run.h"

#include <optional>

#include "engine/model/deadline.h"
#include "engine/verify/holdings.h"
#include "engine/verify/scratch.h"

namespace dgctl::engine {
namespace {

constexpr int kTries = 3;  // of a statement that does no harm when it runs twice

class Running {
 public:
  Running(const VerifyPlan& plan,
          const GrantedTo& to,
          const VerifyEdges& edges,
          const std::stop_token& stop)
      : plan_(plan), to_(to), edges_(edges), stop_(stop) {}

  Verified run() {
    total_ = 1 + plan_.checks.size() + plan_.writes.size();
    add(plan_.warehouse, kTries);
    const bool runs = verified_.results.front().judgement == Judgement::Passed;
    if (!runs) why_not_ = "no statement runs on the warehouse";
    if (runs) remove_leftovers();
    for (const LiveCheck& check : plan_.checks) add(check, kTries);
    write();
    return std::move(verified_);
  }

 private:
  void add(const LiveCheck& check, int tries) {
    tell(check);
    if (!check.why_skipped.empty()) {
      verified_.results.push_back(skipped(check, check.why_skipped));
    } else if (!why_not_.empty()) {
      verified_.results.push_back(skipped(check, "not run: " + why_not_));
    } else {
      const Answer answer = ask(check.statement, tries);
      CheckResult result = judged(check, answer, existence(check, answer), to_);
      if (check.expected == Expectation::Denied && std::holds_alternative<Rows>(answer)) {
        explain_excess(result, holdings(check).back().all, to_);
      } else if (is_masked(result, to_)) {
        judge_masked(result, holdings(check), to_);
      }
      verified_.results.push_back(std::move(result));
      const auto* not_run = std::get_if<NotRun>(&answer);
      // Nobody waits for each of many statements that nobody answers.
      if (not_run != nullptr && is_silence(*not_run)) {
        why_not_ = "the one before was not answered";
      }
    }
  }

  /// Nobody answered, or nobody that could.
  static bool is_silence(const NotRun& not_run) {
    return not_run.error_class == ErrorClass::Transport ||
           not_run.error_class == ErrorClass::Transient ||
           not_run.error_class == ErrorClass::Throttled;
  }

  void tell(const LiveCheck& check) {
    Event event{"verify_check", check.name, std::nullopt};
    event.done = verified_.results.size();
    event.total = total_;
    edges_.observer.notify(event);
  }

  Answer ask(const std::string& statement, int tries) {
    for (;;) {
      try {
        auto answer = edges_.session.run(statement, stop_);
        return std::visit([](auto& one) -> Answer { return std::move(one); }, answer);
      } catch (const ProviderError& error) {
        if (error.error_class == ErrorClass::Unauthenticated) throw;
        NotRun not_run{error.error_class, error.what()};
        if (!is_silence(not_run) || --tries <= 0) return not_run;
      }
    }
  }

  /// Whether what the principal was told is not there can be seen by others.
  Existence existence(const LiveCheck& check, const Answer& answer) {
    const auto* failure = std::get_if<SqlFailure>(&answer);
    if (failure == nullptr || !is_not_found(*failure)) return Existence::CannotTell;
    // What cannot be seen now was perhaps seen before.
    const auto seen = seen_now(ByName{check.on.type, check.on.full_name});
    if (seen && std::holds_alternative<Found>(*seen)) return Existence::Exists;
    if (seen && std::holds_alternative<Absent>(*seen)) return Existence::Absent;
    return check.exists == true ? Existence::Exists : Existence::CannotTell;
  }

  /// What whoever runs dgctl sees; nothing where that may not be asked.
  std::optional<ReadResult> seen_now(const Lookup& lookup) {
    try {
      return edges_.reader.read({&lookup, 1}, stop_).front();
    } catch (const ProviderError&) {
      return std::nullopt;
    }
  }

  /// Through what it is held, as far as whoever runs dgctl may see it.
  std::vector<Holdings> holdings(const LiveCheck& check) {
    Live live;
    for (const Lookup& lookup : lookups_for_holdings(check)) {
      auto seen = seen_now(lookup);
      if (seen) live.emplace(lookup, std::move(*seen));
    }
    return holdings_in(live, check, to_);
  }

  void remove_leftovers() {
    for (const std::string& name : plan_.leftovers) {
      const std::string what = "schema " + plan_.checkpoint + "." + name + ", which a run of " +
                               "`dgctl verify` left that did not end";
      verified_.notes.push_back(is_gone(remove(name))
                                    ? "removed " + what
                                    : "could not remove " + what + "; " + how_to_remove(name));
    }
  }

  /// Drops what a run made; what was answered last.
  Answer remove(const std::string& name) {
    Answer answer;
    for (const std::string& statement : scratch_removal(plan_.checkpoint, name)) {
      answer = ask(statement, kTries);
      if (std::holds_alternative<NotRun>(answer)) break;
    }
    return answer;
  }

  static bool is_gone(const Answer& answer) {
    const auto* failure = std::get_if<SqlFailure>(&answer);
    return std::holds_alternative<Rows>(answer) || (failure != nullptr && is_not_found(*failure));
  }

  [[nodiscard]] std::string how_to_remove(const std::string& name) const {
    std::string text = "see whether anything else is in it, and run:";
    for (const std::string& statement : scratch_removal(plan_.checkpoint, name)) {
      text += " " + statement + ";";
    }
    text.pop_back();
    return text;
  }

  void write() {
    if (plan_.writes.empty()) return;
    if (plan_.scratch.empty() || !why_not_.empty()) {
      for (const LiveCheck& check : plan_.writes) add(check, 1);
      return;
    }
    try {
      write_in_order();
    } catch (const StoppedError& error) {
      throw StoppedError(std::string(error.what()) + after_cleaning());
    } catch (const ProviderError& error) {
      ProviderError told(error.error_class, std::string(error.what()) + after_cleaning());
      told.code = error.code;
      told.request_id = error.request_id;
      throw ProviderError(told);
    }
  }

  void write_in_order() {
    for (std::size_t i = 0; i < plan_.writes.size(); ++i) {
      add(plan_.writes[i], 1);
      if (verified_.results.back().judgement == Judgement::Passed) continue;
      // A row that did not come back is no reason not to drop what was made.
      const bool was_made = i + 1 < plan_.writes.size() &&
                            plan_.writes[i].expected == Expectation::OneRow && why_not_.empty();
      if (was_made) continue;
      clean_after_failure(i == 0);
      why_not_ = "it builds on the one before";
      for (++i; i < plan_.writes.size(); ++i) add(plan_.writes[i], 1);
    }
  }

  /// Whatever of it was made, or may have been. The schema was not, where that was refused.
  void clean_after_failure(bool is_of_schema) {
    if (is_of_schema && verified_.results.back().failure) return;
    const Answer answer = remove(plan_.scratch);
    const auto* failure = std::get_if<SqlFailure>(&answer);
    const bool was_never_made = failure != nullptr && is_denial(*failure) && is_of_schema;
    if (!is_gone(answer) && !was_never_made) {
      verified_.notes.push_back("not dropped, if it was made" + left_over());
    }
  }

  [[nodiscard]] std::string left_over() const {
    return ": schema " + plan_.checkpoint + "." + plan_.scratch +
           "; the next `dgctl verify` removes it; or " + how_to_remove(plan_.scratch);
  }

  /// Drops what was made, whoever asked to stop; what there is to say about it.
  std::string after_cleaning() {
    if (!clean()) return "; not dropped, if it was made" + left_over();
    // What was under way may come after that.
    const bool is_schema_made = verified_.results.size() > 1 + plan_.checks.size();
    return is_schema_made ? "; what was made is dropped"
                          : "; what was made by then is dropped, and what may still come the next "
                            "`dgctl verify` removes";
  }

  /// Whether it is gone, by what was answered in time.
  bool clean() {
    const Deadline deadline(edges_.grace);
    try {
      bool is_done = false;
      for (const std::string& statement : scratch_removal(plan_.checkpoint, plan_.scratch)) {
        const auto answer = edges_.session.run(statement, deadline.token());
        const auto* failure = std::get_if<SqlFailure>(&answer);
        is_done = failure == nullptr || is_not_found(*failure);
      }
      return is_done;
    } catch (const Error&) {
      return false;
    }
  }

  const VerifyPlan& plan_;
  const GrantedTo& to_;
  const VerifyEdges& edges_;
  const std::stop_token& stop_;
  Verified verified_;
  std::string why_not_;  ///< nothing more is run
  std::size_t total_ = 0;
};

}  // namespace

Verified run_checks(const VerifyPlan& plan,
                    const GrantedTo& to,
                    const VerifyEdges& edges,
                    const std::stop_token& stop) {
  return Running(plan, to, edges, stop).run();
}

}  // namespace dgctl::engine
