#include "cmd/dgctl/carry_out.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <set>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/progress.h"
#include "cmd/dgctl/signals.h"
#include "engine/apply/executor.h"
#include "engine/model/overloaded.h"
#include "engine/render/message.h"
#include "engine/render/outcome_text.h"
#include "engine/render/plan_text.h"
#include "engine/render/secret_advice.h"
#include "engine/state/call_document.h"

namespace dgctl::cmd {
namespace {

using engine::StepId;

bool contains(const std::vector<StepId>& steps, StepId step) {
  return std::find(steps.begin(), steps.end(), step) != steps.end();
}

/// What an earlier run has made with this plan, as it is recorded: later steps may refer to it.
std::map<engine::Address, engine::Fields> outputs_of_done(const Work& work,
                                                          Session& session,
                                                          const std::stop_token& stop) {
  std::map<engine::Address, engine::Fields> outputs;
  std::vector<engine::Lookup> wanted;
  std::vector<engine::Address> addresses;
  for (const engine::Step& step : work.file.plan.steps) {
    if (!contains(work.done, step.id)) continue;
    const engine::Address& address = address_of(work.file.plan.changes.at(step.changes.front()));
    const auto recorded = work.state.resources.find(address);
    if (recorded == work.state.resources.end()) continue;
    if (const auto* created = std::get_if<engine::CreateObject>(&step.call)) {
      wanted.push_back(engine::lookup_of(created->kind, recorded->second.id));
      addresses.push_back(address);
    }
    for (const engine::RecordedSecret& secret : recorded->second.secrets) {
      if (secret.id != recorded->second.id) continue;
      outputs[address] = {{"created", secret.created},
                          {"expires", secret.expires},
                          {"hash", secret.hash},
                          {"id", secret.id}};
    }
  }
  const std::vector<engine::ReadResult> results = session.provider().read(wanted, stop);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const engine::Live live{{wanted[i], results[i]}};
    const auto* object = engine::reading<engine::Object>(live, wanted[i]);
    if (object == nullptr) continue;
    engine::Fields& fields = outputs[addresses[i]];
    fields = object->fields;
    fields.insert_or_assign("id", object->id);
  }
  return outputs;
}

/// Whether what is left refers to what is done.
bool waits_for_outputs(const Work& work) {
  const auto& steps = work.file.plan.steps;
  return std::any_of(steps.begin(), steps.end(), [&](const engine::Step& step) {
    return !contains(work.done, step.id) &&
           !engine::references_in(engine::to_value(step.call)).empty();
  });
}

/// How many steps became what.
struct Tally {
  std::size_t applied = 0, failed = 0, stale = 0, skipped = 0, unheard = 0, not_started = 0;
  bool all_denied = true;  ///< of those that failed
};

Tally tally_of(const engine::RunReport& report, std::size_t steps) {
  Tally tally;
  for (const auto& [step, result] : report.results) {
    std::visit(engine::Overloaded{
                   [&](const engine::Applied&) { ++tally.applied; },
                   [&](const engine::Failed& failed) {
                     ++tally.failed;
                     const bool denied = failed.error_class == engine::ErrorClass::Denied ||
                                         failed.error_class == engine::ErrorClass::Unauthenticated;
                     tally.all_denied = tally.all_denied && denied;
                   },
                   [&](const engine::Stale&) { ++tally.stale; },
                   [&](const engine::Skipped&) { ++tally.skipped; },
               },
               result);
  }
  for (const StepId step : report.unheard) {
    if (!report.results.contains(step)) ++tally.unheard;
  }
  tally.not_started = steps - report.results.size() - tally.unheard;
  return tally;
}

void print_failure(const engine::Plan& plan,
                   StepId step,
                   const std::string& why,
                   Console& console) {
  const engine::Step& of = plan.steps.at(step);
  std::string addresses;
  for (const std::size_t change : of.changes) {
    addresses += (addresses.empty() ? "" : ", ") + to_string(address_of(plan.changes.at(change)));
  }
  const std::string text = "cannot " + to_string(of.call) + " (" + addresses + "): " + why;
  console.err << "error: " << engine::shown_message(text) << "\n";
  if (console.events == nullptr) return;
  console.events->write([&](const engine::EventJson& json) {
    return json.diagnostic({engine::Severity::Error, {}, text});
  });
}

void print_failures(const engine::Plan& plan, const engine::RunReport& report, Console& console) {
  for (const auto& [step, result] : report.results) {
    if (const auto* failed = std::get_if<engine::Failed>(&result)) {
      print_failure(plan, step, failed->why, console);
    } else if (const auto* stale = std::get_if<engine::Stale>(&result)) {
      print_failure(plan, step, stale->what_moved, console);
    }
  }
}

/// "1 of 6 steps done, 2 failed".
std::string tally_text(const Tally& tally, std::size_t steps) {
  std::string text = std::to_string(tally.applied) + " of " + std::to_string(steps) + " steps done";
  const auto part = [&](std::size_t n, const std::string& what) {
    if (n > 0) text += ", " + std::to_string(n) + " " + what;
  };
  part(tally.failed, "failed");
  part(tally.stale, "left out since the workspace moved");
  const std::string needs = tally.skipped == 1 ? "it needs " : "they need ";
  const std::string what = tally.failed + tally.stale == 1 ? "that" : "those";
  part(tally.skipped, "skipped since " + needs + what);
  part(tally.unheard, "not answered yet");
  part(tally.not_started, "not started");
  return text;
}

/// What a run did that could not be recorded to its end.
void print_broken(const engine::Plan& plan,
                  const engine::RunReport& report,
                  const engine::Style& style,
                  Console& console) {
  print_failures(plan, report, console);
  console.err << "\nIncomplete: "
              << tally_text(tally_of(report, plan.steps.size()), plan.steps.size())
              << ", when that could not be recorded any more.\n"
              << engine::outcome_for_people(plan, report, style)
              << "Run again once it can: what was done is found, and the rest goes on.\n";
}

Ending ending_of_tally(const Tally& tally, bool stopped) {
  if (stopped) return {ExitCode::Cancelled, "cancelled"};
  const bool only_stale = tally.stale > 0 && tally.failed == 0;
  if (tally.applied > 0) return {ExitCode::Partial, only_stale ? "stale" : "partial"};
  if (only_stale) return {ExitCode::Stale, "stale"};
  if (tally.failed > 0 && tally.all_denied) return {ExitCode::Auth, "auth"};
  return {ExitCode::Error, "error"};
}

engine::RunStart start_of(Work& work, Session& session, const std::stop_token& stop) {
  std::map<engine::Address, engine::Fields> outputs;
  if (!work.done.empty() && waits_for_outputs(work)) {
    outputs = outputs_of_done(work, session, stop);
  }
  engine::RunStart start{
      work.file.plan, std::move(work.state), work.version, {}, std::move(outputs), work.repeated};
  if (start.state.lineage.empty()) start.state.lineage = session.ids().uuid();
  start.state.stack = session.stack();
  start.state.pins = session.pins(work.live);
  start.begin.run = session.ids().uuid();
  start.begin.operation = work.file.operation;
  if (!work.file.plan.choices.only.empty()) start.begin.operation += " --only";
  start.begin.who = session.who(stop);
  start.begin.plan = work.digest;
  start.begin.done = work.done;
  return start;
}

}  // namespace

void drop_lost_secrets(Work& work) {
  std::set<engine::Address> stored;
  for (const engine::Step& step : work.file.plan.steps) {
    const auto* store = std::get_if<engine::StoreSecret>(&step.call);
    if (store != nullptr && contains(work.done, step.id)) stored.insert(store->secret);
  }
  for (const engine::Step& step : work.file.plan.steps) {
    const auto* issue = std::get_if<engine::IssueSecret>(&step.call);
    if (issue == nullptr || stored.contains(issue->secret)) continue;
    const auto recorded = work.state.resources.find(issue->secret);
    if (recorded == work.state.resources.end()) continue;
    const auto& secrets = recorded->second.secrets;
    const auto sent =
        std::find_if(secrets.rbegin(), secrets.rend(), [](const engine::RecordedSecret& secret) {
          return secret.status == engine::SecretStatus::Unheard ||
                 secret.status == engine::SecretStatus::Issued;
        });
    if (sent == secrets.rend()) continue;
    std::erase(work.done, step.id);
    work.repeated.emplace(step.id, sent->created);
  }
}

std::string done_summary(const std::string& operation, const engine::Counts& done) {
  return operation == "destroy" ? engine::destroy_summary(done) : engine::apply_summary(done);
}

Ending carry_out(Work work,
                 Session& session,
                 Console& console,
                 const CarryOutOptions& options,
                 const std::stop_token& stop) {
  const engine::Plan& plan = work.file.plan;
  engine::RunStart start = start_of(work, session, stop);
  std::optional<Progress> progress;
  progress.emplace(console, options.quiet);
  const engine::Ledger ledger{
      session.state_store(), session.journal_store(), session.clock(), *progress, options.fence};
  engine::ExecutorOptions executor;
  executor.parallelism = session.parallelism();
  executor.read_at = work.read_at;
  const engine::Style style = console.err_style(options.no_color);
  std::optional<engine::RunReport> broken;
  executor.on_broken = [&](const engine::RunReport& so_far) { broken = so_far; };
  executor.timed_out = [&] { return console.signals != nullptr && console.signals->timed_out(); };
  engine::RunReport report;
  try {
    report = engine::execute(std::move(start), session.provider(), ledger, executor, stop);
  } catch (const engine::Error&) {
    progress.reset();
    if (broken) print_broken(plan, *broken, style, console);
    throw;
  }
  progress.reset();
  const auto tell = [&](const std::function<std::string(const engine::EventJson&)>& lines) {
    if (console.events != nullptr) console.events->write(lines);
  };
  const Tally tally = tally_of(report, plan.steps.size());
  print_failures(plan, report, console);
  if (tally.applied < plan.steps.size()) {
    console.err << "\nIncomplete: " << tally_text(tally, plan.steps.size()) << ".\n"
                << engine::outcome_for_people(plan, report, style)
                << "What was done is recorded; run again to go on.\n";
    return ending_of_tally(tally, stop.stop_requested());
  }
  tell([&](const engine::EventJson& json) {
    const bool destroys = work.file.operation == "destroy";
    return json.summary(destroys ? "destroy" : "apply", report.done);
  });
  if (!options.quiet && tally.applied > 0) {
    console.err << "\n"
                << tally.applied << (tally.applied == 1 ? " step" : " steps")
                << " done, none failed, none left.\n";
  }
  console.out << "\n"
              << done_summary(work.file.operation, report.done) << "\n"
              << engine::secret_advice(plan, session.desired());
  return {};
}

}  // namespace dgctl::cmd
