#include "providers/sim/world.h"

#include <algorithm>

#include "providers/sim/authorization.h"
#include "providers/sim/ids.h"
#include "providers/sim/names.h"
#include "providers/sim/route_table.h"
#include "providers/sim/sql_parser.h"
#include "providers/sim/statements.h"

namespace dgctl::providers::sim {
namespace {

RequestEntry entry_of(const Message& message, int status, std::string note) {
  return {message.number,
          message.at_ms,
          message.who,
          to_string(message.method),
          as_utf8(message.target),
          status,
          std::move(note)};
}

bool is_success(const Response& response) {
  return response.status >= 200 && response.status < 300;
}

/// Whether it leaves the workspace as it is.
bool is_read(const Message& message) {
  return message.method == Method::Get || is_token_request(message.method, message.target) ||
         (message.target == kOwnSqlPath && only_reads(statement_in(message.body)));
}

/// A statement that reads what a change may not show in yet. That it was sent is a change by
/// itself.
bool is_sent_read(const Message& message) {
  return message.target == kStatementsPath && message.method == Method::Post &&
         only_reads(statement_in(message.body));
}

/// Whether the workspace gets to do it.
bool is_done(Ending ending) {
  return ending != Ending::Status && ending != Ending::Drop && ending != Ending::KillBefore;
}

const char* note_of(Ending ending) {
  switch (ending) {
    case Ending::Answer:
      return "";
    case Ending::Status:
      return "fault";
    case Ending::Lose:
      return "lost";
    case Ending::Drop:
      return "dropped";
    case Ending::KillBefore:
      return "killed before";
    case Ending::KillApplied:
      return "killed applied";
    case Ending::KillAnswered:
      return "killed answered";
  }
  return "";
}

std::string fitting_body(int status) {
  Members body;
  if (status == 429) {
    put(body, "error_code", std::string("REQUEST_LIMIT_EXCEEDED"));
    put(body, "message", std::string("Too many requests. Please wait a moment and try again."));
  } else if (status == 503) {
    put(body, "error_code", std::string("TEMPORARILY_UNAVAILABLE"));
    put(body, "message", std::string("The service is temporarily unavailable."));
  } else {
    put(body, "error_code", std::string("INTERNAL_ERROR"));
    put(body, "message", std::string("A fault of the simulated workspace."));
  }
  return to_text(Json{std::move(body)});
}

Response fault_response(const State& state, const Effect& effect) {
  Response response;
  response.status = effect.status;
  response.body = effect.body ? effect.body->text : fitting_body(effect.status);
  const bool is_page = !response.body.empty() && response.body.front() == '<';
  response.headers = {{"Content-Type", is_page ? "text/html" : "application/json"}};
  if (effect.retry_after_s) {
    response.headers.emplace_back("Retry-After", std::to_string(*effect.retry_after_s));
  }
  response.headers.emplace_back("X-Databricks-Org-Id", std::to_string(state.workspace.id));
  response.headers.emplace_back("X-Request-Id", made_uuid(state.seed, state.requests, "request"));
  return response;
}

Effect throttled(std::int64_t wait_s) {
  Effect effect;
  effect.ending = Ending::Status;
  effect.status = 429;
  effect.retry_after_s = wait_s;
  return effect;
}

}  // namespace

Outcome World::ask(const Asked& asked) {
  tick(asked.machine_ms);
  Outcome outcome;
  const Effect effect = asked.arrival.refused_for_s > 0
                            ? throttled(asked.arrival.refused_for_s)
                            : strike(asked, outcome.record).value_or(Effect{});
  outcome.ending = effect.ending;
  if (effect.edit) {
    edit(*effect.edit, asked, outcome);
    tick(asked.machine_ms);
  }
  const Message message = message_of(asked);
  const std::int64_t arrived_ms = state_.clock_ms;
  std::string note = asked.arrival.refused_for_s > 0 ? "throttled" : note_of(effect.ending);
  if (is_done(effect.ending)) {
    perform(message, effect.lag, outcome);
    if (note.empty() && outcome.outdated) note = "outdated";
  } else if (effect.ending == Ending::Status) {
    outcome.response = fault_response(state_, effect);
  }
  // Who sent a statement may have waited for it.
  const std::int64_t took_ms = state_.clock_ms - arrived_ms + effect.delay_ms;
  outcome.timed_out = took_ms > asked.timeout_ms && effect.ending != Ending::Drop;
  if (outcome.timed_out && note.empty()) note = "timed out";
  outcome.delay_ms = std::min(took_ms, asked.timeout_ms);
  state_.clock_ms = std::max(state_.clock_ms, arrived_ms + outcome.delay_ms);
  outcome.entries.push_back(entry_of(message, outcome.response.status, std::move(note)));
  outcome.record.number = message.number;
  outcome.record.at_ms = state_.clock_ms;
  return outcome;
}

std::vector<RequestEntry> World::replay(const Record& record) {
  std::vector<RequestEntry> entries;
  for (const std::int64_t fault : record.faults) {
    ++state_.faults.at(static_cast<std::size_t>(fault)).seen;
  }
  Outcome ignored;
  for (const Message& deed : record.deeds) {
    const bool is_last = &deed == &record.deeds.back();
    perform(deed, is_last ? record.lag : std::nullopt, ignored);
    entries.push_back(entry_of(deed, ignored.response.status, "unanswered"));
  }
  for (const std::int64_t change : record.lagged) lags_.count(change);
  catch_up({record.number, record.at_ms, state_.uuids});
  return entries;
}

std::string World::make_uuid() {
  ++state_.uuids;
  return made_uuid(state_.seed, state_.uuids, "handed out");
}

void World::settle() { run_due_statements(state_, state_.clock_ms); }

Progress World::progress() const { return {state_.requests, state_.clock_ms, state_.uuids}; }

void World::catch_up(const Progress& progress) {
  state_.requests = std::max(state_.requests, progress.requests);
  state_.clock_ms = std::max(state_.clock_ms, progress.clock_ms);
  state_.uuids = std::max(state_.uuids, progress.uuids);
}

void World::tick(const std::optional<std::int64_t>& machine_ms) {
  constexpr std::int64_t kSecond = 1000;
  ++state_.requests;
  state_.clock_ms = machine_ms ? std::max(state_.clock_ms, *machine_ms) : state_.clock_ms + kSecond;
}

/// Counts the request with the faults that see it, and returns what the one does that strikes.
std::optional<Effect> World::strike(const Asked& asked, Record& record) {
  const std::string path = asked.target.substr(0, asked.target.find('?'));
  const bool looks_inside =
      std::any_of(state_.faults.begin(), state_.faults.end(), [](const Fault& fault) {
        return !fault.statement.empty();
      });
  const std::string statement = looks_inside ? statement_in(asked.body) : "";
  for (std::size_t i = 0; i < state_.faults.size(); ++i) {
    Fault& fault = state_.faults[i];
    if (sim::is_over(fault) || !matches(fault, to_string(asked.method), path, statement)) {
      continue;
    }
    const bool strikes = is_due(fault);
    ++fault.seen;
    record.faults.push_back(static_cast<std::int64_t>(i));
    if (strikes) return fault.effect;
  }
  return std::nullopt;
}

void World::edit(const Edit& edit, const Asked& asked, Outcome& outcome) {
  Asked by_somebody = asked;
  by_somebody.who = edit.as.empty() ? state_.operator_name : edit.as;
  by_somebody.method = edit.method;
  by_somebody.target = edit.path;
  by_somebody.body = edit.body.text;
  by_somebody.credentials.clear();
  const Message message = message_of(by_somebody);
  perform(message, std::nullopt, outcome);
  outcome.entries.push_back(entry_of(message, outcome.response.status, "edit"));
  outcome.response = {};
}

Message World::message_of(const Asked& asked) const {
  Message message{asked.method,
                  asked.target,
                  asked.body,
                  asked.who,
                  state_.requests,
                  state_.clock_ms,
                  {},
                  {},
                  {}};
  const bool is_token = is_token_request(asked.method, asked.target);
  if (is_token || !asked.credentials.empty()) {
    message.credentials = asked.credentials;
    message.who = who_of(state_, message);
  }
  if (is_token) message.content_type = asked.content_type;
  message.arrival = asked.arrival;
  return message;
}

void World::perform(const Message& message, const std::optional<Lag>& lag, Outcome& outcome) {
  if (is_read(message)) {
    read(message, outcome);
    return;
  }
  std::optional<State> before;
  if (lag) before = state_;
  outcome.response = respond(state_, message);
  if (!is_success(outcome.response)) return;
  // Who asked is proven; what proved it is not kept.
  Message deed = message;
  deed.credentials.clear();
  deed.arrival = {};
  outcome.record.deeds.push_back(deed);
  if (lag && before) {
    outcome.record.lag = lag;
    lags_.hide(deed, *lag, *std::move(before));
  } else if (is_sent_read(message) && !lags_.empty()) {
    // A replay finds out the same: it is not among those that the record names.
    std::vector<std::int64_t> concerned;
    take_outdated(deed, concerned, outcome);
  } else {
    lags_.apply(deed);
  }
}

void World::read(const Message& message, Outcome& outcome) {
  outcome.response = respond(state_, message);
  if (!lags_.empty()) take_outdated(message, outcome.record.lagged, outcome);
}

void World::take_outdated(const Message& message,
                          std::vector<std::int64_t>& concerned,
                          Outcome& outcome) {
  if (auto outdated = lags_.outdated(message, outcome.response, concerned)) {
    outcome.response = *std::move(outdated);
    outcome.outdated = true;
  }
  for (const std::int64_t change : concerned) lags_.count(change);
}

}  // namespace dgctl::providers::sim
