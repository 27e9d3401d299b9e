#include "cmd/dgctl/planning.h"

#include <algorithm>
#include <charconv>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cmd/dgctl/event_log.h"
#include "cmd/dgctl/exit_code.h"
#include "cmd/dgctl/ledger_edit.h"
#include "cmd/dgctl/version.h"
#include "engine/apply/run.h"
#include "engine/model/nearest.h"
#include "engine/render/phrases.h"

namespace dgctl::cmd {
namespace {

/// Whether of all that was asked nothing but the workspace itself could be seen.
bool nothing_was_seen(const engine::Live& live) {
  std::size_t seen = 0;
  std::size_t hidden = 0;
  for (const auto& [lookup, result] : live) {
    if (std::holds_alternative<engine::CurrentWorkspace>(lookup)) continue;
    ++(std::holds_alternative<engine::Hidden>(result) ? hidden : seen);
  }
  return hidden > 0 && seen == 0;
}

/// What it takes to see something, and what came back.
std::string why_unseen(const engine::HiddenRead& read) {
  const bool has_both = !read.needs.empty() && !read.reason.empty();
  return engine::why_hidden(read) + (has_both ? " (" + read.reason + ")" : "");
}

void require_sound(const engine::Refreshed& refreshed, Console& console) {
  if (!refreshed.draft.wrong_workspace.empty()) throw StaleError(refreshed.draft.wrong_workspace);
  if (!refreshed.draft.problems.empty()) {
    std::vector<engine::Diagnostic> problems = refreshed.draft.problems;
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
      return a.place < b.place;
    });
    print_diagnostics(problems, console);
    if (refreshed.draft.is_denied) {
      throw engine::ProviderError(engine::ErrorClass::Denied,
                                  "what the configuration names may not be seen");
    }
    throw ConfigError("the configuration does not fit the workspace");
  }
  if (nothing_was_seen(refreshed.live)) {
    const auto& hidden = refreshed.draft.plan.hidden;
    throw engine::ProviderError(engine::ErrorClass::Denied,
                                "nothing of what the configuration names may be seen" +
                                    (hidden.empty() ? "" : ": " + why_unseen(hidden.front())));
  }
}

/// What an interrupted run may have done or not: nobody may see it.
void add_doubts(const engine::Refreshed& refreshed, std::vector<std::string>& warnings) {
  for (const engine::StepId step : refreshed.cannot_tell) {
    warnings.push_back("whether step " + std::to_string(step) +
                       " of the interrupted run took effect may not be seen");
  }
}

std::string interrupted_run(const engine::Opened& opened) {
  return opened.journal ? unfinished_run(opened.journal->begin) : std::string();
}

/// The addresses that somebody may name: what is asked for and what is recorded.
std::vector<std::string> known_addresses(const engine::Desired& desired,
                                         const engine::State& state) {
  std::vector<std::string> known;
  known.reserve(desired.resources.size() + state.resources.size());
  for (const auto& resource : desired.resources) known.push_back(to_string(resource.address));
  for (const auto& [address, record] : state.resources) known.push_back(to_string(address));
  return known;
}

[[noreturn]] void throw_unknown(const std::string& option,
                                const std::string& text,
                                const std::vector<std::string>& known) {
  if (text.find_first_of("*?") != std::string::npos) {
    throw UsageError(option + " " + text +
                     ": patterns are taken by `dgctl state list` only, which prints the addresses");
  }
  const std::string meant = engine::nearest(text, known);
  throw UsageError(option + " " + text + ": neither the configuration nor the state has it" +
                   (meant.empty() ? "; `dgctl state list` lists what is recorded"
                                  : "; did you mean " + meant + "?"));
}

std::vector<engine::Address> addresses_of(const std::string& option,
                                          const std::vector<std::string>& texts,
                                          const std::vector<std::string>& known) {
  std::vector<engine::Address> addresses;
  for (const std::string& text : texts) {
    const std::optional<engine::Address> address = engine::parse_address(text);
    const bool is_known = std::find(known.begin(), known.end(), text) != known.end();
    if (!address || !is_known) {
      throw_unknown(option, text, known);
    }
    addresses.push_back(*address);
  }
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

std::map<std::string, std::int64_t> limits_of(const std::vector<std::string>& texts) {
  const std::vector<std::string> names{
      engine::kAllowDestroy, engine::kAllowRevokeOwn, engine::kAllowRevokeOthers};
  std::map<std::string, std::int64_t> limits;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    const std::string number = equals == std::string::npos ? "" : text.substr(equals + 1);
    std::int64_t value = -1;
    const char* end = number.data() + number.size();
    const auto [rest, error] = std::from_chars(number.data(), end, value);
    const bool is_name = std::find(names.begin(), names.end(), name) != names.end();
    if (!is_name || number.empty() || error != std::errc() || rest != end || value < 0) {
      throw UsageError("--allow takes destroy=N, revoke.own=N or revoke.others=N, not '" + text +
                       "'");
    }
    limits[name] = value;
  }
  return limits;
}

engine::Choices choices_of(const ChoiceOptions& options,
                           const engine::Desired& desired,
                           const engine::State& state) {
  engine::Choices choices;
  choices.allow = limits_of(options.allow);
  choices.refresh_only = options.refresh_only;
  if (options.only.empty() && options.release.empty()) return choices;
  const std::vector<std::string> known = known_addresses(desired, state);
  choices.only = addresses_of("--only", options.only, known);
  choices.release = addresses_of("--release", options.release, known);
  return choices;
}

}  // namespace

void add_choice_options(CLI::App& command, ChoiceOptions& options) {
  command
      .add_option("--only",
                  options.only,
                  "Only this resource, with what it needs and what is attached to it; may be "
                  "given again")
      ->type_name("ADDR")
      ->allow_extra_args(false);
  command
      .add_option("--release",
                  options.release,
                  "Lift the protection of this resource from deletion for this run")
      ->type_name("ADDR")
      ->allow_extra_args(false);
  command
      .add_option("--allow",
                  options.allow,
                  "Another limit for this run: destroy=N objects, revoke.own=N or "
                  "revoke.others=N privileges")
      ->type_name("LIMIT=N")
      ->allow_extra_args(false)
      ->check([](const std::string& text) -> std::string {
        limits_of({text});
        return {};
      });
  command.add_flag("--refresh-only",
                   options.refresh_only,
                   "Send nothing: record what is there, so that it is no drift any more");
}

void require_choices_that_fit(const ChoiceOptions& options) {
  if (!options.refresh_only || (options.allow.empty() && options.release.empty())) return;
  throw UsageError(std::string("--refresh-only deletes and revokes nothing that ") +
                   (options.allow.empty() ? "--release" : "--allow") +
                   " could permit; leave one of them out");
}

Planned make_plan(Session& session,
                  const PlanRequest& request,
                  Console& console,
                  Progress& progress,
                  const std::stop_token& stop) {
  Planned planned;
  planned.opened = session.open_ledger(stop);
  engine::RefreshOptions options{session.now(), request.destroy, request.rotation, false, {}};
  options.choices = choices_of(request.choices, session.desired(), planned.opened.state);
  options.drift = options.choices.refresh_only;
  if (options.drift && request.destroy) {
    throw UsageError("--refresh-only changes nothing and --destroy deletes; choose one");
  }
  const std::size_t before = session.requests_sent();
  planned.refreshed =
      engine::refresh(session.desired(), planned.opened, session.reader(), options, stop);
  planned.read_at = session.clock().steady();
  progress.end_reading();
  require_sound(planned.refreshed, console);
  const auto& hidden = planned.refreshed.draft.plan.hidden;
  if (request.rotation && !hidden.empty()) {
    throw engine::ProviderError(
        engine::ErrorClass::Denied,
        "nothing is rotated, since it may not be seen: " + why_unseen(hidden.front()));
  }

  engine::PlanFile& file = planned.file;
  file.made_at = engine::to_rfc3339(session.clock().now());
  file.made_by = version();
  file.operation = request.rotation  ? "rotate"
                   : request.destroy ? "destroy"
                   : options.drift   ? "refresh"
                                     : "apply";
  file.workspace = session.pins(planned.refreshed.live);
  file.stack = session.desired().stack;
  file.target = session.desired().target;
  file.variables = session.desired().variables;
  file.desired_digest = engine::desired_digest(session.desired());
  file.lineage = planned.opened.state.lineage;
  file.serial = planned.opened.version.serial;
  file.journal_digest = planned.opened.journal_digest;
  file.last_applied = planned.refreshed.state.last_applied();
  file.interrupted = interrupted_run(planned.opened);
  if (planned.opened.journal) file.lock_holder = session.lock_holder(stop);
  file.requests_read = static_cast<std::int64_t>(session.requests_sent() - before);
  file.plan = planned.refreshed.draft.plan;
  add_doubts(planned.refreshed, file.plan.warnings);
  return planned;
}

engine::DriftReport find_drift(Session& session,
                               Console& console,
                               Progress& progress,
                               const std::stop_token& stop) {
  const engine::Opened opened = session.open_ledger(stop);
  const std::size_t before = session.requests_sent();
  const engine::Refreshed refreshed = engine::refresh(
      session.desired(), opened, session.reader(), {session.now(), false, {}, true, {}}, stop);
  progress.end_reading();
  require_sound(refreshed, console);
  engine::DriftReport report;
  report.host = session.desired().workspace.host;
  report.stack = session.desired().stack;
  report.target = session.desired().target;
  report.made_at = session.now();
  report.made_by = version();
  report.last_applied = refreshed.state.last_applied_at();
  report.interrupted = interrupted_run(opened);
  if (opened.journal) report.lock_holder = session.lock_holder(stop);
  report.requests_read = static_cast<std::int64_t>(session.requests_sent() - before);
  report.drift = refreshed.draft.drift;
  add_doubts(refreshed, report.drift.warnings);
  return report;
}

bool makes_changes(const engine::Plan& plan) {
  return plan.choices.refresh_only ? engine::has_work(plan) : engine::has_changes(plan);
}

}  // namespace dgctl::cmd
